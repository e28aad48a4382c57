package org.agentbroker.it.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.ReadyRepository;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Sshd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each link broken once: its line says so, with a hint, and the others are not blamed. */
@ExtendWith(LabExtension.class)
class BrokenLinkTest {
    private final Lab lab;

    BrokenLinkTest(Lab lab) {
        this.lab = lab;
    }

    private ConfigText config() {
        return lab.config()
                .client("repository", ReadyRepository.of(lab))
                .client("key", "per-pull")
                .client("return", "embedded");
    }

    private Path passphrase(String text) throws IOException {
        Path file = lab.newDirectory().resolve("passphrase");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, text);
    }

    @Test
    void wayToTheClient() throws IOException {
        try (Sshd noAgent = lab.clientSshd("AllowAgentForwarding no");
                Sshd noForward = lab.clientSshd("AllowTcpForwarding no");
                Sshd noLogin = lab.clientSshd("AuthorizedKeysFile none");
                Sshd noShell = lab.clientSshd("ForceCommand echo go away")) {
            Doctored doctored = Doctored.run(
                    config().client("port", "1")
                            .also("pin")
                            .client("port", Integer.toString(lab.clientPort()))
                            .client("host-keys", "[\"" + lab.serverHostKey() + "\"]")
                            .also("login")
                            .client("host-keys", "[\"" + lab.clientHostKey() + "\"]")
                            .client("port", noLogin.portText())
                            .also("agent")
                            .client("port", noAgent.portText())
                            .also("forward")
                            .client("port", noForward.portText())
                            .also("shell")
                            .client("port", noShell.portText()),
                    "--passive");

            doctored.assertBroken("web1", "reach", "connection refused", "is it up?");
            doctored.assertBroken("pin", "host-key", "is not the pinned one", "somebody may listen in");
            doctored.assertBroken("login", "login", "does not accept the key", "authorized_keys");
            doctored.assertBroken("agent", "agent", "refuses agent forwarding", "AllowAgentForwarding yes");
            doctored.assertBroken("forward", "way-back", "refuses the reverse forward", "AllowTcpForwarding yes");
            doctored.assertBroken("shell", "shell", "go away", "command=");
            doctored.assertResult("web1", "repository", "skipped");
            doctored.assertResult("agent", "way-back", "ok");
            doctored.assertResult("agent", "server-borg", "ok");
            assertThat(doctored.result().exitCode()).isEqualTo(76);
        }
    }

    @Test
    void programsAndRepository() throws IOException {
        String locked = lab.newRepository();
        ConfigText config = config().client("repository", locked);
        BrokerProcess.run("--config", config.write().toString(), "init", "web1").expectSuccess();
        Path lock = lab.repositoryPath(locked).resolve("lock.exclusive");
        // of a host that is not this one, so that nobody takes it for a dead one's
        Command.of("mkdir", lock.toString()).run().expectSuccess();
        Command.of("touch", lock.resolve("elsewhere@1.1-0").toString()).run().expectSuccess();
        Command.of("chown", "-R", lab.serverUser(), lock.toString()).run().expectSuccess();

        Doctored doctored = Doctored.run(
                config.also("missing")
                        .client("repository", lab.newRepository())
                        .also("passphrase")
                        .client("repository", ReadyRepository.of(lab))
                        .client("passphrase", "{file: " + passphrase("wrong") + "}")
                        .also("empty")
                        .client("passphrase", "{file: " + passphrase("") + "}")
                        .also("borg")
                        .client("passphrase", "{file: " + lab.passphraseFile() + "}")
                        .client("borg", "/no/such/borg"),
                "--passive");

        doctored.assertBroken("web1", "repository", "is locked", "break-lock");
        doctored.assertBroken("missing", "repository", "does not exist", "broker init missing");
        doctored.assertBroken("passphrase", "repository", "does not open the repository", "passphrase:");
        doctored.assertBroken("empty", "config", "is empty", "none");
        doctored.assertBroken("borg", "borg", "borg cannot be run", "install borgbackup");
        doctored.assertResult("missing", "server-login", "ok");
        doctored.assertResult("empty", "reach", "skipped");
        assertThat(doctored.result().exitCode()).isEqualTo(78);
    }

    @Test
    void borgOfTheServer() {
        Result result = BrokerProcess.run(
                "--config", config().server("borg", "/no/such/borg").write().toString(), "doctor", "--passive", "-q");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
        assertThat(result.stdoutText())
                .startsWith("web1\n")
                .containsPattern("FAILED .* server borg +/no/such/borg cannot be run at the server")
                .contains("hint: install borgbackup on this machine, or name it: server.borg")
                .doesNotContain("repository  ")
                .doesNotContain("attacker");
    }

    @Test
    void refusedByTheServer() {
        Doctored doctored = Doctored.run(
                config().client("return", "direct").client("key", lab.caKey().toString()), "--passive", "web1");

        doctored.assertBroken("web1", "server-login", "does not accept the key", "authorized_keys");
        doctored.assertResult("web1", "forced-command", "skipped");
        assertThat(doctored.result().exitCode()).isEqualTo(77);
    }
}
