package org.agentbroker.it.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Prerequisites;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Sshd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code broker agent} for one purpose: what a pull's agent allows, on a socket, for OpenSSH's own {@code ssh -A}. */
@ExtendWith(LabExtension.class)
class PurposeTest {
    private static final String NOTHING = "The agent has no identities.\n";

    private final Lab lab;

    PurposeTest(Lab lab) {
        this.lab = lab;
    }

    @Test
    void oneLoginIsSignedAndThenTheAgentEnds() {
        try (BrokerAgent agent = BrokerAgent.start(lab, Purpose.options(lab))) {
            Result result = Purpose.atTheClient(lab, agent, "ssh-add -l; " + Purpose.login(lab) + Purpose.login(lab));

            // nothing is shown before the hop has told where it goes
            assertThat(result.stdoutText()).isEqualTo(NOTHING + "login 0\nlogin 255\n");
            assertThat(agent.process().waitFor(BrokerAgent.SOON).exitCode()).isZero();
            assertThat(agent.process().stderr()).endsWith("the agent has nothing left to sign\n");
            assertThat(agent.socket()).doesNotExist();
        }
    }

    @Test
    void asManyLoginsAsThereAreSignatures() {
        try (BrokerAgent agent = BrokerAgent.start(lab, Purpose.options(lab, "--signatures", "2"))) {
            Result result = Purpose.atTheClient(lab, agent, Purpose.login(lab).repeat(3));

            assertThat(result.stdoutText()).isEqualTo("login 0\nlogin 0\nlogin 255\n");
        }
    }

    @Test
    void anotherUserIsNotLoggedIn() throws IOException {
        // by his own file of keys he would be
        Path trusting = Files.copy(
                Path.of(lab.key() + ".pub"),
                lab.directory().resolve("trusting-purpose"),
                StandardCopyOption.REPLACE_EXISTING);
        try (Sshd server = lab.serverSshd("AuthorizedKeysFile " + trusting);
                BrokerAgent agent = BrokerAgent.start(lab, Purpose.options(lab, "--to", "another@127.0.0.1"))) {
            Result result = Purpose.atTheClient(lab, agent, Purpose.login(lab.serverUser(), server.port()));

            assertThat(result.stdoutText()).isEqualTo("login 255\n");
        }
    }

    @Test
    void anotherHostIsNotReached() throws IOException {
        Path trusting = Files.copy(
                Path.of(lab.key() + ".pub"),
                lab.directory().resolve("trusting-purpose"),
                StandardCopyOption.REPLACE_EXISTING);
        Path other = lab.directory().resolve("server/ssh_host_ecdsa_key");
        try (Sshd server = lab.serverSshd("HostKey " + other, "AuthorizedKeysFile " + trusting);
                BrokerAgent agent = BrokerAgent.start(lab, Purpose.options(lab))) {
            Result result = Purpose.atTheClient(lab, agent, Purpose.login(lab.serverUser(), server.port()));

            assertThat(result.stdoutText()).isEqualTo("login 255\n");
        }
    }

    @Test
    void anotherHopIsNotServed() {
        try (BrokerAgent agent = BrokerAgent.start(lab, Purpose.options(lab, "--hop", lab.hostKey("server", "rsa")))) {
            Result result = Purpose.atTheClient(lab, agent, Purpose.login(lab) + "ssh-add -l");

            assertThat(result.stdoutText()).isEqualTo("login 255\n" + NOTHING);
        }
    }

    @Test
    void nobodyAddsOrSeesOrLocksOrLogsInFromHere() {
        KeyFile key = KeyFile.make("ed25519", lab.newDirectory().resolve("key"));
        try (BrokerAgent agent = BrokerAgent.start(lab, Purpose.options(lab))) {
            assertThat(agent.sshAdd("-l").stdoutText()).isEqualTo(NOTHING);
            assertThat(agent.sshAdd(key.toString()).exitCode()).isEqualTo(1);
            assertThat(agent.signs(Path.of(lab.key() + ".pub"))).isFalse();
            assertThat(agent.command("sh", "-c", Purpose.login(lab)).run().stdoutText())
                    .isEqualTo("login 255\n");
            // none of that has used it up
            assertThat(Purpose.atTheClient(lab, agent, Purpose.login(lab)).stdoutText())
                    .isEqualTo("login 0\n");
        }
    }

    @Test
    void timeEndsIt() {
        try (BrokerAgent agent = BrokerAgent.start(lab, Purpose.options(lab, "--lifetime", "1"))) {
            assertThat(agent.process().waitFor(BrokerAgent.SOON).exitCode()).isZero();
            assertThat(agent.socket()).doesNotExist();
        }
    }

    @Test
    void usr1EndsIt() {
        try (BrokerAgent agent = BrokerAgent.start(lab, Purpose.options(lab))) {
            agent.process().sendSignal("USR1");

            assertThat(agent.process().waitFor(BrokerAgent.SOON).exitCode()).isZero();
        }
    }

    @Test
    void clientOfTheConfigIsAPurpose() {
        String config = lab.config().write().toString();
        String shell = Purpose.atTheClient(lab, Purpose.login(lab).repeat(2));

        Result result = BrokerProcess.run("--config", config, "agent", "web1", "--", "sh", "-c", shell);

        assertThat(result.expectSuccess().stdoutText()).isEqualTo("login 0\nlogin 255\n");
    }

    @Test
    void paramikoLogsInAtLevelUnboundAloneAndThatIsWarnedOf() {
        Prerequisites.needPython("paramiko");
        try (BrokerAgent agent =
                BrokerAgent.start(lab, Purpose.options(lab, "--level", "unbound", "--signatures", "2"))) {
            agent.process().awaitStderr(Pattern.compile("warning: at level unbound"), BrokerAgent.SOON);
            assertThat(Purpose.paramiko(lab, 3)
                            .env("SSH_AUTH_SOCK", agent.socket())
                            .run()
                            .stdoutText())
                    .isEqualTo("in\nin\nout\n");
            Await.until("it ends", BrokerAgent.SOON, () -> !agent.process().isAlive());
        }
        try (BrokerAgent agent = BrokerAgent.start(lab, Purpose.options(lab, "--level", "bound"))) {
            assertThat(Purpose.paramiko(lab, 1)
                            .env("SSH_AUTH_SOCK", agent.socket())
                            .run()
                            .stdoutText())
                    .isEqualTo("out\n");
        }
    }
}
