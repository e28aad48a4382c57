package org.agentbroker.it.levels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.it.lab.ClientFile;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.LogJson;
import org.agentbroker.it.lab.Prerequisites;
import org.agentbroker.it.lab.ReadyRepository;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Sshd;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client's ssh is dropbear's, which uses the agent and never binds. */
@ExtendWith(LabExtension.class)
class DbclientTest {
    private static final String LOGIN =
            "login() { dbclient -y -y -p \"$1\" \"$2\" \"$3\" </dev/null >/dev/null 2>&1; echo \"login $?\"; }";

    private final Lab lab;

    DbclientTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void needsDbclient() {
        Prerequisites.need("dbclient");
    }

    @ParameterizedTest
    @EnumSource(names = {"HOSTBOUND", "BOUND"})
    void seesNoKeyAboveUnbound(PolicyLevel level) {
        Result result = Levels.list(borg(level), "--log-json");

        assertThat(result.exitCode()).as(result::toString).isEqualTo(77);
        assertThat(Levels.audit(result, true)).containsExactly("connect hop_admitted");
        assertThat(Levels.audit(result, false)).containsExactly("list not_bound");
        assertThat(Levels.outcome(result))
                .containsEntry(
                        "message",
                        "the agent did not sign the login at " + lab.serverUser()
                                + "@127.0.0.1: the connection is not bound to the pinned server")
                .containsEntry(
                        "hint",
                        "web1 needs ssh of OpenSSH 8.9 or newer; any other client is served at policy.level: unbound,"
                                + " where whoever is on web1 may use the signature at another server");
    }

    @Test
    void pullsAtLevelUnboundWithAWarning() {
        Result result = Levels.list(borg(PolicyLevel.UNBOUND), "--log-json");

        assertThat(result.expectSuccess().stdoutText()).isEqualTo(ReadyRepository.ARCHIVE + "\n");
        assertThat(Levels.audit(result, true)).containsExactly("connect hop_admitted", "list listed", "sign signed");
        assertThat(LogJson.lines(result.stderr()))
                .filteredOn(line -> "broker".equals(line.get("name")) && "WARNING".equals(line.get("levelname")))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .containsEntry("type", "log_message")
                        .containsEntry("name", "broker")
                        .containsEntry("message", Levels.WARNING));
    }

    @Test
    void isWarnedOfOnEveryRunAlsoQuietly() {
        for (int i = 0; i < 2; i++) {
            Result result = Levels.list(borg(PolicyLevel.UNBOUND), "--quiet");

            assertThat(result.expectSuccess().stderr()).startsWith("broker: web1: warning: " + Levels.WARNING + "\n");
        }
    }

    @Test
    void logsInExactlyAsOftenAsThereAreSignatures() {
        ConfigText config = Levels.script(
                Levels.at(PolicyLevel.UNBOUND, 2, lab),
                lab,
                LOGIN,
                "for i in 1 2 3 4; do login " + lab.serverPort() + " $to 'borg serve'; done");

        Result result = Levels.list(config, "--log-json");

        assertThat(result.stdoutText().lines()).containsExactly("login 0", "login 0", "login 1", "login 1");
        assertThat(Levels.audit(result, true).stream().filter("sign signed"::equals))
                .hasSize(2);
        assertThat(Levels.audit(result, false)).containsOnly("list exhausted");
    }

    @Test
    void logsInAsNobodyElse() throws IOException {
        Assumptions.assumeTrue(lab.hasSeparateAccounts(), "needs root: another account that trusts the key");
        try (Sshd sshd = lab.serverSshd("AuthorizedKeysFile " + trusting())) {
            ConfigText config = Levels.script(
                    Levels.at(PolicyLevel.UNBOUND, 2, lab),
                    lab,
                    LOGIN,
                    "login " + sshd.port() + " " + lab.clientUser() + "@127.0.0.1 true");

            Result result = Levels.list(config, "--log-json");

            assertThat(result.stdoutText()).isEqualTo("login 1\n");
            assertThat(Levels.audit(result, false)).contains("sign other_user");
            assertThat(Levels.audit(result, true)).doesNotContain("sign signed");
        }
    }

    /** What the level costs, and why it is warned of; an ssh that binds is still held to the pin. */
    @Test
    void logsInAtAnotherHostThatTrustsTheKey() throws IOException {
        Path hostKey = lab.directory().resolve("server/ssh_host_ecdsa_key");
        try (Sshd other = lab.serverSshd("HostKey " + hostKey, "AuthorizedKeysFile " + trusting())) {
            String ssh = "ssh -F none -p " + other.port() + " -o BatchMode=yes -o StrictHostKeyChecking=no"
                    + " -o UserKnownHostsFile=/dev/null -o IdentityFile=none $to true </dev/null 2>/dev/null";
            ConfigText config = Levels.script(
                    Levels.at(PolicyLevel.UNBOUND, 2, lab),
                    lab,
                    LOGIN,
                    ssh + "; echo \"ssh $?\"",
                    "login " + other.port() + " $to true");

            Result result = Levels.list(config, "--log-json");

            assertThat(result.stdoutText().lines()).containsExactly("ssh 255", "login 0");
            assertThat(Levels.audit(result, false)).startsWith("bind host_not_pinned", "list connection_spent");
        }
    }

    /** The real borg over dbclient, which stays for a second after a failure as broker's own command does: see ReturnSsh. */
    private ConfigText borg(PolicyLevel level) {
        String ssh = "dbclient -y -y -p " + lab.serverPort() + " \"$@\" || { r=$?; sleep 1; exit $r; }";
        Path script = ClientFile.script(lab, "dbclient", "#!/bin/sh\n" + ssh + "\n");
        return Levels.script(Levels.at(level, 1, lab), lab, "export BORG_RSH=" + script, "exec borg \"$@\"");
    }

    private Path trusting() throws IOException {
        Path file = lab.directory().resolve("trusting-levels");
        return Files.copy(Path.of(lab.key() + ".pub"), file, StandardCopyOption.REPLACE_EXISTING);
    }
}
