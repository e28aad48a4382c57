package org.agentbroker.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.it.lab.ClientFile;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Sshd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The client forwards the agent on, to a host of the attacker's. */
@ExtendWith(LabExtension.class)
class FurtherHopTest {

    @Test
    void listingAndLoginFromAFurtherHostAreRefused(Lab lab) throws IOException {
        Path key = ClientFile.directory(lab).resolve("key");
        Command.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
                .run()
                .expectSuccess();
        Path trusted = Files.copy(Path.of(key + ".pub"), lab.directory().resolve("trusted-further"));
        try (Sshd further = lab.clientSshd("AuthorizedKeysFile " + trusted)) {
            if (lab.hasSeparateAccounts()) {
                Command.of("chown", lab.clientUser(), key.toString()).run().expectSuccess();
            }
            String hop = "ssh -A -F none -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"
                    + " -o IdentitiesOnly=yes -i " + key + " -p " + further.port() + " " + lab.clientUser()
                    + "@127.0.0.1";
            String there = "echo further on; ssh-add -l; " + serverLogin(lab) + "; echo login $?";

            HostilePull pull = new HostilePull(lab);
            HostileReport report = pull.run(hop + " '" + there + "' </dev/null 2>/dev/null", HostilePull.REAL_BORG);

            report.expectListing();
            assertThat(report.stdout())
                    .startsWith("further on", "The agent has no identities.", "login 255")
                    .hasSize(4);
            assertThat(report.refusals())
                    .contains(
                            HostileReport.refusal("bind", Reason.FORWARDED_FURTHER),
                            HostileReport.refusal("list", Reason.CONNECTION_SPENT));
            assertThat(report.grants()).containsOnlyOnce("sign signed");
        }
    }

    private static String serverLogin(Lab lab) {
        return "ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -p "
                + lab.serverPort() + " " + lab.serverUser() + "@127.0.0.1 borg serve";
    }
}
