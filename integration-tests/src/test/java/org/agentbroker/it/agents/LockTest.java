package org.agentbroker.it.agents;

import static org.assertj.core.api.Assertions.assertThat;

import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code ssh-add -x} and {@code -X}. Guessing is slow for who guesses, and for nobody else. */
@ExtendWith(LabExtension.class)
class LockTest {
    private final Lab lab;

    LockTest(Lab lab) {
        this.lab = lab;
    }

    @Test
    void lockedItShowsAndSignsAndTakesNothingUntilItIsUnlocked() {
        KeyFile key = KeyFile.make("ed25519", lab.newDirectory().resolve("key"));
        try (BrokerAgent agent = BrokerAgent.start(lab)) {
            agent.sshAdd(key.toString()).expectSuccess();

            word(agent, "-x", "sesame").run().expectSuccess();

            assertThat(agent.listed()).isEmpty();
            assertThat(agent.signs(key.open())).isFalse();
            assertThat(agent.sshAdd(key.toString()).exitCode()).isEqualTo(1);
            assertThat(agent.sshAdd("-D").exitCode()).isEqualTo(1);
            assertThat(word(agent, "-x", "other").run().exitCode()).isEqualTo(1);
            assertThat(word(agent, "-X", "other").run().exitCode()).isEqualTo(1);
            assertThat(agent.listed()).isEmpty();

            word(agent, "-X", "sesame").run().expectSuccess();

            assertThat(agent.listed()).containsExactly(key.line());
            assertThat(agent.signs(key.open())).isTrue();
            assertThat(word(agent, "-X", "sesame").run().exitCode()).isEqualTo(1);
        }
    }

    @Test
    void othersAreServedWhileSomebodyGuesses() {
        try (BrokerAgent agent = BrokerAgent.start(lab)) {
            word(agent, "-x", "sesame").run().expectSuccess();
            String guesses = "for i in 1 2 3 4 5 6; do ssh-add -X; echo $?; done";
            try (Running guessing =
                    asking(agent.command("sh", "-c", guesses), "other").start()) {
                int served = 0;
                do {
                    Result list = agent.sshAdd("-l");
                    assertThat(list.stdoutText()).isEqualTo("The agent has no identities.\n");
                    served++;
                } while (guessing.isAlive());

                assertThat(guessing.waitFor(BrokerAgent.SOON).stdoutText()).isEqualTo("1\n".repeat(6));
                // the guesses take 0.1 s and 0.1 s more each time; one thread for all would let one list in between two
                assertThat(served).isGreaterThan(10);
            }
            word(agent, "-X", "sesame").run().expectSuccess();
        }
    }

    private Command word(BrokerAgent agent, String option, String passphrase) {
        return asking(agent.command("ssh-add", option), passphrase);
    }

    private Command asking(Command command, String passphrase) {
        return command.env("SSH_ASKPASS", Askpass.saying(lab, passphrase)).env("SSH_ASKPASS_REQUIRE", "force");
    }
}
