package org.agentbroker.it.levels;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Prerequisites;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Sshd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same policy on a unix socket: OpenSSH's ssh -A tells the hop by its first bind, the client's ssh the server. */
@ExtendWith(LabExtension.class)
class SocketTest {
    private final Lab lab;

    SocketTest(Lab lab) {
        this.lab = lab;
    }

    @ParameterizedTest
    @EnumSource
    void sshLogsInBehindThePinnedHop(PolicyLevel level) throws Exception {
        try (PurposeOnASocket agent = PurposeOnASocket.open(lab, level, 1, lab.clientHostKey())) {
            Result result = agent.atTheHop(agent.login() + "; " + agent.login());

            assertThat(result.stdoutText().lines()).containsExactly("login 0", "login 255");
            // its own login at the hop is none of the agent's business
            Reason own = level == PolicyLevel.UNBOUND ? Reason.HOST_NOT_PINNED : Reason.HOP_NOT_FORWARDING;
            assertThat(agent.reasons())
                    .startsWith(
                            own,
                            Reason.CONNECTION_SPENT,
                            Reason.HOP_ADMITTED,
                            Reason.BOUND,
                            Reason.LISTED,
                            Reason.SIGNED)
                    .containsOnlyOnce(Reason.SIGNED)
                    .endsWith(Reason.EXHAUSTED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsSignedBehindAnotherHop(PolicyLevel level) throws Exception {
        try (PurposeOnASocket agent = PurposeOnASocket.open(lab, level, 1, lab.hostKey("server", "rsa"))) {
            Result result = agent.atTheHop(agent.login() + "; ssh-add -l");

            assertThat(result.stdoutText().lines()).containsExactly("login 255", "The agent has no identities.");
            assertThat(agent.reasons()).contains(Reason.HOP_NOT_PINNED).doesNotContain(Reason.LISTED, Reason.SIGNED);
        }
    }

    /** Without a hop there is nothing to list either, and looking is harmless. */
    @ParameterizedTest
    @EnumSource(names = {"HOSTBOUND", "BOUND"})
    void nothingIsSignedForALoginOfThisVeryHost(PolicyLevel level) throws Exception {
        try (PurposeOnASocket agent = PurposeOnASocket.open(lab, level, 1, lab.clientHostKey())) {
            assertThat(agent.here("ssh-add -l").stdoutText()).isEqualTo("The agent has no identities.\n");
            assertThat(agent.here(agent.login()).stdoutText()).isEqualTo("login 255\n");

            assertThat(agent.reasons())
                    .containsExactly(Reason.HOP_UNKNOWN, Reason.HOP_NOT_FORWARDING, Reason.CONNECTION_SPENT);
        }
    }

    @Test
    void unboundLogsInFromThisVeryHostAndWithoutAPinnedHop() throws Exception {
        try (PurposeOnASocket agent = PurposeOnASocket.open(lab, PolicyLevel.UNBOUND, 2)) {
            assertThat(agent.here(agent.login()).stdoutText()).isEqualTo("login 0\n");
            assertThat(agent.atTheHop(agent.login()).stdoutText()).isEqualTo("login 0\n");

            assertThat(agent.reasons())
                    .startsWith(Reason.BOUND, Reason.LISTED, Reason.SIGNED)
                    .endsWith(Reason.HOP_UNPINNED, Reason.BOUND, Reason.LISTED, Reason.SIGNED);
        }
    }

    @Test
    void unboundServesAClientThatNeverBindsBehindAHopThatDoes() throws Exception {
        Prerequisites.need("dbclient");
        String dbclient = "dbclient -y -y -p " + lab.serverPort() + " " + lab.serverUser()
                + "@127.0.0.1 'borg serve' </dev/null >/dev/null 2>&1; echo login $?";
        try (PurposeOnASocket agent = PurposeOnASocket.open(lab, PolicyLevel.UNBOUND, 1, lab.clientHostKey())) {
            assertThat(agent.atTheHop(dbclient).stdoutText()).isEqualTo("login 0\n");
            assertThat(agent.reasons()).endsWith(Reason.HOP_ADMITTED, Reason.LISTED, Reason.SIGNED);
        }
        try (PurposeOnASocket agent = PurposeOnASocket.open(lab, PolicyLevel.BOUND, 1, lab.clientHostKey())) {
            assertThat(agent.atTheHop(dbclient).stdoutText()).isEqualTo("login 1\n");
            assertThat(agent.reasons()).endsWith(Reason.HOP_ADMITTED, Reason.NOT_BOUND);
        }
    }

    /** What is listed and what the login names is the certificate; the server trusts nothing but its CA. */
    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void aCertificateLogsInInPlaceOfItsKey(String type) throws Exception {
        Path ca = lab.directory().resolve("ca-" + type);
        Path key = lab.newDirectory().resolve("key");
        for (Path file : List.of(ca, key)) {
            Command.of("ssh-keygen", "-q", "-t", type, "-N", "", "-f", file.toString())
                    .run()
                    .expectSuccess();
        }
        Command.of("ssh-keygen", "-q", "-s", ca.toString(), "-I", "it", "-n", lab.serverUser(), key + ".pub")
                .run()
                .expectSuccess();
        AgentKey certified = AgentKey.loadCertified(key, null);
        try (Sshd server = lab.serverSshd("TrustedUserCAKeys " + ca + ".pub", "AuthorizedKeysFile none");
                PurposeOnASocket agent =
                        PurposeOnASocket.open(lab, certified, PolicyLevel.HOSTBOUND, 1, lab.clientHostKey())) {
            Result result = agent.atTheHop(agent.login(server.port()));

            assertThat(result.stdoutText()).as(agent.reasons()::toString).isEqualTo("login 0\n");
            assertThat(agent.reasons()).endsWith(Reason.BOUND, Reason.LISTED, Reason.SIGNED);
            assertThat(server.log()).containsPattern("Accepted publickey for .*-CERT ");
        }
    }
}
