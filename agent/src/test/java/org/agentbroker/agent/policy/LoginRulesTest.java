package org.agentbroker.agent.policy;

import static org.agentbroker.agent.policy.Situations.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.agentbroker.agent.fixture.Frames;
import org.agentbroker.agent.fixture.Golden;
import org.agentbroker.agent.fixture.JdkKey;
import org.agentbroker.agent.fixture.Login;
import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.SignatureAlgorithm;
import org.agentbroker.agent.wire.AgentRequest;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.RequestCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginRulesTest {
    @ParameterizedTest
    @CsvSource({"ed25519, ED25519", "ecdsa, ECDSA_P256", "rsa, RSA_SHA512"})
    void signTheLoginsOfOpenSsh(String type, SignatureAlgorithm algorithm) {
        HostPin key = Golden.publicKey("user-" + type);
        SignPolicy policy = policy("backup", Golden.publicKey("host-" + type));
        PurposePolicy rules = new PurposePolicy(policy, new Credential(key.blob(), key.keyType(), false));
        ConnectionState connection = new ConnectionState(Peer.session(), null, false);

        Verdict bound = decide(rules, policy, golden("bind-" + type), connection);
        Verdict signed = decide(rules, policy, golden("sign-" + type), bound.connection());

        assertThat(bound.reason()).isEqualTo(Reason.BOUND);
        assertThat(signed.reason()).isEqualTo(Reason.SIGNED);
        assertThat(signed.algorithm()).isEqualTo(algorithm);
    }

    /** Everything in the request counts: no byte of it may be another. */
    @ParameterizedTest
    @EnumSource(names = {"HOSTBOUND", "BOUND"})
    void signNoneThatDiffersInOneByte(PolicyLevel level) {
        HostPin key = Golden.publicKey("user-ed25519");
        SessionBind bind = (SessionBind) golden("bind-ed25519");
        SignPolicy policy = policy(level, "backup", Golden.publicKey("host-ed25519"));
        PurposePolicy rules = new PurposePolicy(policy, new Credential(key.blob(), key.keyType(), false));
        ConnectionState connection = new ConnectionState(Peer.session(), bind, false);

        signNoneThatDiffers(rules, policy, connection, Golden.message("sign-ed25519"));
    }

    @Test
    void signNoPlainOneThatDiffersInOneByte() {
        Peer server = Peer.withEd25519();
        JdkKey key = JdkKey.ed25519();
        SessionBind bind = server.bind(Peer.session());
        SignPolicy policy = policy(PolicyLevel.BOUND, "borg", server.pin());
        PurposePolicy rules = new PurposePolicy(policy, new Credential(key.blob(), key.type(), false));
        Login login = Login.ed25519(key.pin(), server, bind.sessionId()).method("publickey");

        signNoneThatDiffers(
                rules, policy, new ConnectionState(Peer.session(), bind, false), Frames.sign(login.request()));
    }

    private static void signNoneThatDiffers(
            PurposePolicy rules, SignPolicy policy, ConnectionState connection, byte[] good) {
        assertThat(decide(rules, policy, RequestCodec.decode(good), connection).reason())
                .isEqualTo(Reason.SIGNED);
        for (int i = 0; i < good.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] bad = good.clone();
                bad[i] ^= (byte) (1 << bit);
                assertThat(decide(rules, policy, RequestCodec.decode(bad), connection)
                                .algorithm())
                        .as("byte %d, bit %d", i, bit)
                        .isNull();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2, rsa-sha2-256, SIGNED",
        "4, rsa-sha2-512, SIGNED",
        "2, rsa-sha2-512, OTHER_ALGORITHM",
        "4, rsa-sha2-256, OTHER_ALGORITHM",
        "4, ssh-rsa, OTHER_ALGORITHM",
        "0, ssh-rsa, BAD_FLAGS",
        "6, rsa-sha2-256, BAD_FLAGS"
    })
    void wantFlagsAndNameToAgreeForRsa(int flags, String algorithm, Reason expected) {
        JdkKey key = JdkKey.rsa(2048);
        Peer server = Peer.withEd25519();
        SignPolicy policy = policy("borg", server.pin());
        SessionBind bind = server.bind(Peer.session());
        Login login = new Login(bind.sessionId(), key.blob(), algorithm, bind.hostKey());

        Verdict verdict = decide(
                new PurposePolicy(policy, new Credential(key.blob(), key.type(), false)),
                policy,
                login.request(flags),
                new ConnectionState(Peer.session(), bind, false));

        assertThat(verdict.reason()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bj\u00f6rg", "a user", "*"})
    void compareTheUserAsItsUtf8Bytes(String user) {
        JdkKey key = JdkKey.ed25519();
        Peer server = Peer.withEd25519();
        SignPolicy policy = policy(user, server.pin());
        SessionBind bind = server.bind(Peer.session());
        Login login = new Login(bind.sessionId(), key.blob(), key.type(), bind.hostKey()).user(user);

        Verdict verdict = decide(
                new PurposePolicy(policy, new Credential(key.blob(), key.type(), false)),
                policy,
                login.request(),
                new ConnectionState(Peer.session(), bind, false));

        assertThat(verdict.reason()).isEqualTo(Reason.SIGNED);
        assertThat(verdict.subject()).isEqualTo(new Subject(utf8(user), bind.hostKey(), bind.sessionId()));
    }

    /** A certificate is another identity than its key, and gives the algorithm another name; the signature is the key's. */
    @ParameterizedTest
    @CsvSource({
        "ED25519, 0, ssh-ed25519-cert-v01@openssh.com, SIGNED",
        "ED25519, 0, ssh-ed25519, OTHER_ALGORITHM",
        "ECDSA_P384, 0, ecdsa-sha2-nistp384-cert-v01@openssh.com, SIGNED",
        "RSA_SHA512, 4, rsa-sha2-512-cert-v01@openssh.com, SIGNED",
        "RSA_SHA256, 2, rsa-sha2-256-cert-v01@openssh.com, SIGNED",
        "RSA_SHA512, 4, rsa-sha2-256-cert-v01@openssh.com, OTHER_ALGORITHM",
        "RSA_SHA512, 4, rsa-sha2-512, OTHER_ALGORITHM",
        "RSA_SHA512, 4, ssh-rsa-cert-v01@openssh.com, OTHER_ALGORITHM"
    })
    void wantTheCertificatesNameOfTheAlgorithm(SignatureAlgorithm algorithm, int flags, String name, Reason expected) {
        Blob certificate = utf8("a certificate");
        Peer server = Peer.withEd25519();
        SignPolicy policy = policy("borg", server.pin());
        SessionBind bind = server.bind(Peer.session());
        Login login = new Login(bind.sessionId(), certificate, name, bind.hostKey());
        Login ofTheKey = new Login(bind.sessionId(), utf8("its key"), name, bind.hostKey());
        PurposePolicy rules = new PurposePolicy(policy, new Credential(certificate, algorithm.keyType(), true));
        ConnectionState connection = new ConnectionState(Peer.session(), bind, false);

        Verdict verdict = decide(rules, policy, login.request(flags), connection);

        assertThat(verdict.reason()).isEqualTo(expected);
        assertThat(verdict.algorithm()).isEqualTo(expected == Reason.SIGNED ? algorithm : null);
        assertThat(decide(rules, policy, ofTheKey.request(flags), connection).reason())
                .isEqualTo(Reason.OTHER_KEY);
    }

    private static Verdict decide(
            PurposePolicy rules, SignPolicy policy, AgentRequest request, ConnectionState connection) {
        return rules.decide(request, connection, PurposeState.opened(policy, START), START);
    }

    private static AgentRequest golden(String name) {
        return RequestCodec.decode(Golden.message(name));
    }

    private static SignPolicy policy(String user, HostPin server) {
        return policy(PolicyLevel.HOSTBOUND, user, server);
    }

    private static SignPolicy policy(PolicyLevel level, String user, HostPin server) {
        return new SignPolicy(level, user, Set.of(server), Set.of(Situations.HOP.pin()), 1, Duration.ofMinutes(1));
    }

    private static Blob utf8(String text) {
        return Blob.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
