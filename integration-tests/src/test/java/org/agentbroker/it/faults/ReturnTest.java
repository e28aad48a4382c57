package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Library;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;
import org.agentbroker.it.lab.Sshd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The client's own login at the server. */
@ExtendWith({LabExtension.class, NothingLeft.class})
class ReturnTest {

    @Test
    void anotherServerKeyThanThePinnedOneIsNeverToldToTheAgent(Lab lab) {
        assertNeverAsked(lab, lab.config().server("host-keys", "[\"" + lab.clientHostKey() + "\"]"));
    }

    @Test
    void serverKeyOfAnotherTypeIsNeverToldToTheAgent(Lab lab) {
        try (Sshd sshd = lab.serverSshd("HostKey " + lab.directory() + "/server/ssh_host_ed25519_key")) {
            assertNeverAsked(
                    lab,
                    lab.config()
                            .server("port", sshd.portText())
                            .server("host-keys", "[\"" + lab.hostKey("server", "ecdsa") + "\"]"));
        }
    }

    private static void assertNeverAsked(Lab lab, ConfigText config) {
        Result result = Cli.run(config, "--log-json", "run", "web1");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(76);
        assertThat(result.stderr())
                .contains("the host key of " + lab.serverUser() + "@127.0.0.1 is not the pinned one, as seen from web1")
                .contains("\"hint\":\"compare server.host-keys with ssh-keygen -lf")
                .doesNotContain("\"type\":\"audit\"");
    }

    @Test
    void keyThatTheServerDoesNotKnowIsRefusedAndNeverSigns(Lab lab) {
        try (Sshd sshd = lab.serverSshd("AuthorizedKeysFile none")) {
            Result result = Cli.run(lab.config().server("port", sshd.portText()), "--log-json", "run", "web1");

            assertThat(result.exitCode()).as(result.toString()).isEqualTo(77);
            assertThat(result.stderr())
                    .contains(lab.serverUser() + "@127.0.0.1 does not accept the key of web1")
                    .contains("\"hint\":\"add the key's .pub line to the server's authorized_keys")
                    .doesNotContain("\"reason\":\"signed\"");
        }
    }

    @Test
    void serverThatRefusesTheConnectionIsUnreachable(Lab lab) {
        Result result = Cli.run(lab.config().server("port", "1"), "run", "web1");

        Cli.assertFailed(
                result,
                69,
                "web1 cannot reach " + lab.serverUser()
                        + "@127.0.0.1: ssh: connect to host 127.0.0.1 port 1: Connection refused",
                "check server.host and server.port");
    }

    @Test
    void serverWhoseNameTheClientDoesNotKnowIsUnreachable(Lab lab) {
        Result result = Cli.run(lab.config().server("host", "no-such-host.invalid"), "run", "web1");

        Cli.assertFailed(
                result,
                69,
                "@no-such-host.invalid: ssh: Could not resolve hostname no-such-host.invalid",
                "the way from the client to the server");
    }

    @Test
    @Timeout(30)
    void serverThatSaysNothingIsGivenUp(Lab lab) throws InterruptedException {
        try (DeafPort deaf = new DeafPort();
                Library library = new Library(Library.SHORT)) {
            Outcome outcome = library.run(lab.config().server("port", deaf.port()));

            Library.assertFailed(outcome, Cause.UNREACHABLE, "web1 cannot reach ", "check server.host and server.port");
        }
    }

    @Test
    void serverThatIsLostInTheMiddleIsUnreachable(Lab lab) throws IOException {
        Sshd sshd = lab.serverSshd();
        try (sshd;
                SlowData data = SlowData.ofManyFiles(lab);
                Running running = Cli.start(
                        data.in(SharedRepository.config(lab)).server("port", sshd.portText()), "run", "web1")) {
            data.awaitUnderway();
            sshd.close();

            Result result = running.waitFor(Limits.END);

            Cli.assertFailed(result, 69, "web1 lost its connection to " + lab.serverUser(), "sshd's log at the server");
        }
    }

    @Test
    void borgThatIsMissingAtTheServerIsNamed(Lab lab) throws IOException {
        Path keys = lab.directory().resolve("server/authorized_keys");
        Files.writeString(
                keys, "restrict,command=\"no-such-borg serve\" " + Files.readString(Path.of(lab.key() + ".pub")));
        try (Sshd sshd = lab.serverSshd("AuthorizedKeysFile " + keys)) {
            Result result = Cli.run(lab.config().server("port", sshd.portText()), "run", "web1");

            Cli.assertFailed(
                    result,
                    2,
                    "borg cannot be run at " + lab.serverUser() + "@127.0.0.1: ",
                    "install borgbackup there");
            // the words of the account's login shell
            assertThat(result.stderr()).containsPattern("broker: .*no-such-borg: (command )?not found");
        }
    }
}
