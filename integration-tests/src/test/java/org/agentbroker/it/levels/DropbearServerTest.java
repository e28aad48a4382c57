package org.agentbroker.it.levels;

import static org.assertj.core.api.Assertions.assertThat;

import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.ReadyRepository;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Sshd;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The server's sshd is a dropbear, which offers no host-bound login; the client's ssh is OpenSSH's, which binds. */
@ExtendWith(LabExtension.class)
class DropbearServerTest {
    private final Lab lab;

    DropbearServerTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void needsRoot() {
        Assumptions.assumeTrue(
                lab.hasSeparateAccounts(), "needs root: dropbear looks in the account's home for its keys");
    }

    @Test
    void hostboundSignsNothingAndNamesTheLevelThatWould() {
        try (Sshd dropbear = lab.serverDropbear()) {
            Result result = Levels.list(at(PolicyLevel.HOSTBOUND, dropbear));

            assertThat(result.exitCode()).as(result::toString).isEqualTo(77);
            String login = lab.serverUser() + "@127.0.0.1";
            assertThat(result.stderr())
                    .endsWith("broker: the agent did not sign the login at " + login
                            + ": the login does not name the server's host key\n"
                            + "broker: hint: " + login + " needs sshd of OpenSSH 8.9 or newer; any other is served at"
                            + " policy.level: bound, where what is signed does not name the server\n");
            assertThat(dropbear.log()).contains("Child connection").doesNotContain("auth succeeded");
        }
    }

    @Test
    void boundSignsTheOneLoginAndSaysNoWarning() {
        try (Sshd dropbear = lab.serverDropbear()) {
            Result result = Levels.list(at(PolicyLevel.BOUND, dropbear), "--log-json");

            assertThat(result.expectSuccess().stdoutText()).isEqualTo(ReadyRepository.ARCHIVE + "\n");
            assertThat(result.stderr()).doesNotContain("WARNING");
            assertThat(Levels.audit(result, true))
                    .containsExactly("connect hop_admitted", "bind bound", "list listed", "sign signed");
            assertThat(Levels.audit(result, false)).isEmpty();
            assertThat(dropbear.log()).containsOnlyOnce("Pubkey auth succeeded for '" + lab.serverUser() + "'");
        }
    }

    @Test
    void boundMakesABackup() {
        try (Sshd dropbear = lab.serverDropbear()) {
            String config = at(PolicyLevel.BOUND, dropbear)
                    .client("repository", lab.newRepository())
                    .write()
                    .toString();

            BrokerProcess.run("--config", config, "init", "web1").expectSuccess();
            BrokerProcess.run("--config", config, "run", "web1", "--archive", "one")
                    .expectSuccess();
            Result list = BrokerProcess.run("--config", config, "run", "web1", "--", "list", "--short", "::one");

            assertThat(list.expectSuccess().stdoutText().lines()).hasSizeGreaterThan(9);
        }
    }

    /** The bind is what is left, so its host key is still the pinned one or there is no login. */
    @Test
    void boundSignsNothingForAnotherHostKey() {
        try (Sshd dropbear = lab.serverDropbear()) {
            String[] other = lab.hostKey("server", "ecdsa").split(" ");
            ConfigText config =
                    at(PolicyLevel.BOUND, dropbear).server("host-keys", "[\"" + String.join(" ", other) + "\"]");
            // an ssh of the client's that does not look
            String ssh = "BORG_RSH='ssh -F none -p " + dropbear.port() + " -o BatchMode=yes -o IdentityFile=none"
                    + " -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null'";
            Result result = Levels.list(Levels.script(config, lab, "export " + ssh, "exec borg \"$@\""), "--log-json");

            assertThat(result.exitCode()).as(result::toString).isEqualTo(77);
            assertThat(Levels.audit(result, false)).startsWith("bind host_not_pinned");
            assertThat(Levels.audit(result, true)).containsExactly("connect hop_admitted");
        }
    }

    private ConfigText at(PolicyLevel level, Sshd dropbear) {
        return Levels.at(level, 1, lab).server("port", dropbear.portText());
    }
}
