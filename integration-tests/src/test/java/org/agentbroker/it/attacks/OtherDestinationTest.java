package org.agentbroker.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Sshd;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The key opens other doors, too; through the agent it opens the one of the policy only. */
@ExtendWith(LabExtension.class)
class OtherDestinationTest {
    private static final String ANY_HOST = "ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=no"
            + " -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o IdentityFile=none";

    @Test
    void anotherUserOfThePinnedServerIsRefused(Lab lab) throws IOException {
        Assumptions.assumeTrue(lab.hasSeparateAccounts(), "needs root: another account that trusts the key");
        try (Sshd sshd = lab.serverSshd("AuthorizedKeysFile " + trusting(lab))) {
            String login = login("-p " + sshd.port() + " " + lab.clientUser() + "@127.0.0.1");
            assertThat(withTheKey(lab, sshd, lab.clientUser())).contains("in as " + lab.clientUser());

            HostileReport report = new HostilePull(lab).run(pinned(login), HostilePull.REAL_BORG);

            report.expectListing();
            assertThat(report.stdout()).contains("ended 255").doesNotContain("in as " + lab.clientUser());
            assertThat(report.refusals()).containsExactly(HostileReport.refusal("sign", Reason.OTHER_USER));
            assertThat(report.log("audit"))
                    .filteredOn("reason", "other_user")
                    .singleElement()
                    .hasFieldOrPropertyWithValue("user", lab.clientUser());
        }
    }

    @Test
    void anotherHostWhereTheKeyIsTrustedIsRefused(Lab lab) throws IOException {
        Path hostKey = lab.directory().resolve("server/ssh_host_ecdsa_key");
        try (Sshd sshd = lab.serverSshd("HostKey " + hostKey, "AuthorizedKeysFile " + trusting(lab))) {
            assertThat(withTheKey(lab, sshd, lab.serverUser())).contains("in as " + lab.serverUser());
            String login = login("-p " + sshd.port() + " " + lab.serverUser() + "@127.0.0.1");

            HostileReport report = new HostilePull(lab).run(ANY_HOST + login, HostilePull.REAL_BORG);

            report.expectListing();
            assertThat(report.stdout()).contains("ended 255").doesNotContain("in as " + lab.serverUser());
            assertThat(report.refusals())
                    .containsExactly(
                            HostileReport.refusal("bind", Reason.HOST_NOT_PINNED),
                            HostileReport.refusal("list", Reason.CONNECTION_SPENT));
        }
    }

    @Test
    void verboseTextNamesTheUserAndTheHost(Lab lab) throws IOException {
        Assumptions.assumeTrue(lab.hasSeparateAccounts(), "needs root: another account that trusts the key");
        Path hostKey = lab.directory().resolve("server/ssh_host_rsa_key");
        try (Sshd other = lab.serverSshd("HostKey " + hostKey);
                Sshd same = lab.serverSshd("AuthorizedKeysFile " + trusting(lab))) {
            String toOther = login("-p " + other.port() + " " + lab.serverUser() + "@127.0.0.1");
            String toSame = login("-p " + same.port() + " " + lab.clientUser() + "@127.0.0.1");

            new HostilePull(lab)
                    .runVerbose(ANY_HOST + toOther, pinned(toSame), HostilePull.REAL_BORG)
                    .expectListing()
                    .expectRefusal("bind", Reason.HOST_NOT_PINNED)
                    .expectRefusal("sign", Reason.OTHER_USER);
        }
    }

    private static String login(String to) {
        return " " + to + " 'echo in as $(id -un)' </dev/null 2>/dev/null; echo ended $?";
    }

    /** By borg's own ssh command; of several ports the first would win. */
    private static String pinned(String login) {
        String rsh = "(BORG_RSH=$(printf %s \"$BORG_RSH\" | sed 's/-o Port=[0-9]*//')\n";
        return rsh + "eval \"$BORG_RSH \"'" + login.replace("'", "'\\''") + "')";
    }

    /** What the key itself is worth there: without this a refusal would prove nothing. */
    private static String withTheKey(Lab lab, Sshd sshd, String user) {
        String words = ANY_HOST + " -i " + lab.key() + login("-p " + sshd.port() + " " + user + "@127.0.0.1");
        return Command.of("sh", "-c", words).run().stdoutText();
    }

    private static Path trusting(Lab lab) throws IOException {
        Path file = lab.directory().resolve("trusting");
        return Files.copy(Path.of(lab.key() + ".pub"), file, StandardCopyOption.REPLACE_EXISTING);
    }
}
