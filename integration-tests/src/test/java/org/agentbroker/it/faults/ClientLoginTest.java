package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Sshd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LabExtension.class, NothingLeft.class})
class ClientLoginTest {

    @Test
    void keyThatTheClientDoesNotKnowIsRefused(Lab lab) {
        try (Sshd sshd = lab.clientSshd("AuthorizedKeysFile none")) {
            Result result = Cli.run(lab.config().client("port", sshd.portText()), "run", "web1");

            Cli.assertFailed(
                    result,
                    77,
                    "web1 refuses the login of " + lab.clientUser() + ": it does not accept the key",
                    "add " + lab.identity() + ".pub to ~" + lab.clientUser() + "/.ssh/authorized_keys there");
        }
    }

    @Test
    void forwardingThatSshdRefusesEndsThePullBeforeThePassphraseLeaves(Lab lab) throws IOException {
        assertForwardingRefused(lab, "agent-forwarding", "AllowAgentForwarding no");
    }

    @Test
    void forwardingThatAuthorizedKeysRefusesEndsThePullBeforeThePassphraseLeaves(Lab lab) throws IOException {
        assertForwardingRefused(lab, "no-agent-forwarding");
    }

    /** A client that keeps what it is sent: the same one does get the passphrase when it forwards. */
    private static void assertForwardingRefused(Lab lab, String option, String... settings) throws IOException {
        Path got = lab.clientHome().resolve("got");
        String keeps = ",command=\"head -n 2 >" + got + "; exit 2\"";
        try {
            Result refused = run(lab, "restrict," + option + keeps, settings);
            Cli.assertFailed(
                    refused,
                    77,
                    "web1 refuses agent forwarding",
                    "AllowAgentForwarding yes in sshd_config, and agent-forwarding after restrict in authorized_keys");
            if (Files.exists(got)) {
                assertThat(got).isEmptyFile();
            }

            Result forwarded = run(lab, "restrict,agent-forwarding" + keeps);
            assertThat(forwarded.exitCode()).isEqualTo(2);
            assertThat(Files.readString(got)).contains(lab.passphrase());
        } finally {
            Files.deleteIfExists(got);
        }
    }

    private static Result run(Lab lab, String options, String... settings) throws IOException {
        Path keys = lab.directory().resolve("client/authorized_keys");
        Files.writeString(keys, options + " " + Files.readString(Path.of(lab.identity() + ".pub")));
        String[] lines = new String[settings.length + 1];
        lines[0] = "AuthorizedKeysFile " + keys;
        System.arraycopy(settings, 0, lines, 1, settings.length);
        try (Sshd sshd = lab.clientSshd(lines)) {
            ConfigText config = lab.config().client("port", sshd.portText());
            return Cli.run(config, "run", "web1");
        }
    }
}
