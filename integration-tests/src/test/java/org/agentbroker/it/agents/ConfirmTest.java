package org.agentbroker.it.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Processes;
import org.agentbroker.it.lab.Running;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ssh-add -c}: each use is asked for, and nobody else waits for the person who thinks about it. */
@ExtendWith(LabExtension.class)
class ConfirmTest {
    private final Lab lab;
    private Askpass askpass;
    private KeyFile key;

    ConfirmTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void make() {
        askpass = Askpass.patient(lab);
        key = KeyFile.make("ed25519", lab.newDirectory().resolve("precious"));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "echo yes, true", "echo no, false", "exit 1, false", "echo yes; exit 1, false"})
    void isSignedOnlyAfterAYes(String answer, boolean signed) {
        askpass.answer(answer);
        try (BrokerAgent agent = BrokerAgent.asking(lab, askpass.program())) {
            agent.sshAdd("-c", key.toString()).expectSuccess();

            assertThat(agent.signs(key.open())).isEqualTo(signed);

            String fingerprint = Command.of("ssh-keygen", "-l", "-f", key.open().toString())
                    .run()
                    .stdoutText()
                    .split(" ")[1];
            assertThat(askpass.asked())
                    .isEqualTo("confirm\nAllow use of key precious?\nKey fingerprint " + fingerprint + ".");
        }
    }

    @Test
    void othersAreServedWhileThePersonThinks() {
        KeyFile free = KeyFile.make("ecdsa-256", lab.newDirectory().resolve("free"));
        try (BrokerAgent agent = BrokerAgent.asking(lab, askpass.program())) {
            agent.sshAdd("-c", key.toString()).expectSuccess();
            try (Running waiting =
                    agent.command("ssh-add", "-T", key.open().toString()).start()) {
                askpass.awaitQuestion();

                agent.sshAdd(free.toString()).expectSuccess();
                assertThat(agent.signs(free.open())).isTrue();
                assertThat(agent.listed()).containsExactly(key.line(), free.line());
                assertThat(waiting.isAlive()).isTrue();

                askpass.answer("echo yes");
                waiting.waitFor(BrokerAgent.SOON).expectSuccess();
            }
        }
    }

    @Test
    void aYesIsTooLateForAKeyThatWasRemoved() {
        try (BrokerAgent agent = BrokerAgent.asking(lab, askpass.program())) {
            agent.sshAdd("-c", key.toString()).expectSuccess();
            try (Running waiting =
                    agent.command("ssh-add", "-T", key.open().toString()).start()) {
                askpass.awaitQuestion();
                agent.sshAdd("-D").expectSuccess();
                askpass.answer("echo yes");

                assertThat(waiting.waitFor(BrokerAgent.SOON).exitCode()).isEqualTo(1);
            }
        }
    }

    /** RFC 9987, 3.2: the new constraints take the place of the old, also none. */
    @Test
    void addingAgainWithoutItAsksNobody() {
        askpass.answer("exit 1");
        try (BrokerAgent agent = BrokerAgent.asking(lab, askpass.program())) {
            agent.sshAdd("-c", key.toString()).expectSuccess();
            assertThat(agent.signs(key.open())).isFalse();
            String before = askpass.asked();

            agent.sshAdd(key.toString()).expectSuccess();

            assertThat(agent.signs(key.open())).isTrue();
            assertThat(askpass.asked()).isEqualTo(before);
        }
    }

    @Test
    void endOfTheAgentEndsTheQuestion() {
        Pattern question = Pattern.compile(Pattern.quote(askpass.program().toString()));
        try (BrokerAgent agent = BrokerAgent.asking(lab, askpass.program())) {
            agent.sshAdd("-c", key.toString()).expectSuccess();
            try (Running waiting =
                    agent.command("ssh-add", "-T", key.open().toString()).start()) {
                askpass.awaitQuestion();
                assertThat(Processes.matching(question)).isNotEmpty();
                agent.process().sendSignal("TERM");

                assertThat(agent.process().waitFor(BrokerAgent.SOON).exitCode()).isEqualTo(143);
                assertThat(waiting.waitFor(BrokerAgent.SOON).exitCode()).isEqualTo(1);
                Await.until(
                        "it is gone",
                        BrokerAgent.SOON,
                        () -> Processes.matching(question).isEmpty());
            }
        }
    }

    @Test
    void withoutAPlaceToAskTheSignatureIsRefusedAndThatIsSaid() {
        try (BrokerAgent agent = BrokerAgent.start(lab)) {
            agent.sshAdd("-c", key.toString()).expectSuccess();

            assertThat(agent.signs(key.open())).isFalse();

            agent.process().awaitStderr(Pattern.compile("SSH_ASKPASS_REQUIRE=force"), BrokerAgent.SOON);
        }
    }
}
