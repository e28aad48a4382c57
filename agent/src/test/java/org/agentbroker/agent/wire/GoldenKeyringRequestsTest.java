package org.agentbroker.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.agentbroker.agent.fixture.Additions;
import org.agentbroker.agent.fixture.Golden;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.Certificate;
import org.agentbroker.agent.key.HostKeys;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.agent.wire.AgentRequest.Malformed;
import org.agentbroker.agent.wire.AgentRequest.Query;
import org.agentbroker.agent.wire.AgentRequest.Refused;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.DestinationConstraint.Host;
import org.agentbroker.agent.wire.DestinationConstraint.HostKey;
import org.agentbroker.agent.wire.KeyringRequest.AddKey;
import org.agentbroker.agent.wire.KeyringRequest.Lock;
import org.agentbroker.agent.wire.KeyringRequest.RemoveKey;
import org.agentbroker.agent.wire.KeyringRequest.Unlock;
import org.agentbroker.agent.wire.KeyringRequest.Unsupported;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What ssh-add asks an agent for, as OpenSSH writes it. */
class GoldenKeyringRequestsTest {
    private static final OptionalLong ANY_TIME = OptionalLong.empty();
    private static final Blob ANY_USER = Blob.of(new byte[0]);

    static final List<String> ADDITIONS = List.of(
            "add-ed25519",
            "add-ecdsa",
            "add-rsa",
            "add-mldsa44",
            "add-cert-ed25519",
            "add-cert-ecdsa",
            "add-cert-rsa",
            "add-cert-mldsa44",
            "add-constrained",
            "add-confirm",
            "add-lifetime-confirm",
            "add-to-host",
            "add-to-user",
            "add-over-hop",
            "add-to-authority",
            "add-all-constraints");
    static final List<String> OTHERS =
            List.of("remove", "lock", "unlock", "bind-certificate", "query", "add-token", "remove-token");

    @ParameterizedTest
    @CsvSource({
        "add-ed25519, ssh-ed25519",
        "add-ecdsa, ecdsa-sha2-nistp256",
        "add-rsa, ssh-rsa",
        "add-mldsa44, ssh-mldsa44-ed25519@openssh.com",
    })
    void readsAKey(String name, String type) throws UnusableInput {
        AddKey add = add(name);

        assertThat(add.keyType()).isEqualTo(type);
        assertThat(add.comment()).isEqualTo(ascii("golden"));
        assertThat(add.constraints()).isEqualTo(KeyConstraints.NONE);
        try (AgentKey key = AgentKey.of(type, add.fields(), "")) {
            assertThat(key.keyType()).isEqualTo(type);
            assertThat(key.certificate()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "add-cert-ed25519, ssh-ed25519-cert-v01@openssh.com",
        "add-cert-ecdsa, ecdsa-sha2-nistp256-cert-v01@openssh.com",
        "add-cert-rsa, ssh-rsa-cert-v01@openssh.com",
        "add-cert-mldsa44, ssh-mldsa44-ed25519-cert-v01@openssh.com",
    })
    void readsACertificate(String name, String type) throws UnusableInput {
        AddKey add = add(name);

        assertThat(add.keyType()).isEqualTo(type);
        assertThat(add.comment()).isEqualTo(ascii("golden"));
        try (AgentKey key = AgentKey.of(type, add.fields(), "")) {
            Certificate certificate = key.certificate();
            assertThat(certificate).isNotNull();
            assertThat(certificate.caKey())
                    .isEqualTo(Golden.publicKey("authority").blob());
            assertThat(certificate.principals()).containsExactly("backup");
            assertThat(certificate.serial()).isEqualTo(7);
            assertThat(key.identity()).isEqualTo(certificate.blob());
        }
    }

    @Test
    void readsEachConstraint() {
        Host ed25519 = host("host-ed25519");
        Host ecdsa = host("host-ecdsa");
        Blob backup = ascii("backup");

        assertThat(constraints("add-constrained")).isEqualTo(new KeyConstraints(OptionalLong.of(60), false, List.of()));
        assertThat(constraints("add-confirm")).isEqualTo(new KeyConstraints(ANY_TIME, true, List.of()));
        assertThat(constraints("add-lifetime-confirm"))
                .isEqualTo(new KeyConstraints(OptionalLong.of(3600), true, List.of()));
        assertThat(constraints("add-to-host"))
                .isEqualTo(destinations(new DestinationConstraint(null, ed25519, ANY_USER)));
        assertThat(constraints("add-to-user"))
                .isEqualTo(destinations(new DestinationConstraint(null, ed25519, backup)));
        assertThat(constraints("add-over-hop"))
                .isEqualTo(destinations(
                        new DestinationConstraint(null, ecdsa, ANY_USER),
                        new DestinationConstraint(ecdsa, ed25519, backup)));
        assertThat(constraints("add-to-authority"))
                .isEqualTo(destinations(new DestinationConstraint(
                        null,
                        new Host(
                                "certified",
                                List.of(new HostKey(
                                        Golden.publicKey("authority").blob(), true))),
                        ANY_USER)));
        assertThat(constraints("add-all-constraints"))
                .isEqualTo(new KeyConstraints(
                        OptionalLong.of(60), true, List.of(new DestinationConstraint(null, host("host-rsa"), backup))));
        assertThat(constraints("add-cert-mldsa44").lifetime()).isPresent();
    }

    @Test
    void readsTheRest() {
        assertThat(decode("remove"))
                .isEqualTo(new RemoveKey(Golden.publicKey("user-ecdsa").blob()));
        assertThat(((Lock) decode("lock")).passphrase()).isEqualTo("throw-away".getBytes(StandardCharsets.US_ASCII));
        assertThat(((Unlock) decode("unlock")).passphrase())
                .isEqualTo("throw-away".getBytes(StandardCharsets.US_ASCII));
        assertThat(decode("query")).isEqualTo(new Query());
        assertThat(decode("add-token")).isEqualTo(new Refused(20));
        assertThat(decode("add-token-constrained")).isEqualTo(new Refused(26));
        assertThat(decode("remove-token")).isEqualTo(new Refused(21));
    }

    @Test
    void readsABindOfAServerWithACertificate() throws MalformedMessage {
        SessionBind bind = (SessionBind) decode("bind-certificate");

        Certificate certificate = Certificate.decode(bind.hostKey());
        assertThat(certificate.isHost()).isTrue();
        assertThat(certificate.principals()).containsExactly("certified");
        assertThat(certificate.caKey()).isEqualTo(Golden.publicKey("authority").blob());
        assertThat(HostKeys.hasSigned(bind.hostKey(), bind.sessionId().toBytes(), bind.signature()))
                .isTrue();
    }

    @ParameterizedTest
    @FieldSource("ADDITIONS")
    void writesAnAdditionAsOpenSshDoes(String name) {
        assertThat(Additions.message(add(name))).isEqualTo(Golden.message(name));
    }

    /** A message has no count of its constraints: between two of them it is whole. Everywhere else it is not. */
    @ParameterizedTest
    @FieldSource("ADDITIONS")
    void takesNoneThatIsCutOff(String name) {
        byte[] whole = Golden.message(name);
        int between = 0;
        for (int length = 1; length < whole.length; length++) {
            AgentRequest read = KeyringCodec.decode(Arrays.copyOf(whole, length));
            if (read instanceof AddKey add) {
                between++;
                assertThat(add.size()).isEqualTo(length);
                assertThat(Additions.message(add)).hasSize(length);
            } else {
                assertThat(read).as("%s cut to %d bytes", name, length).isInstanceOf(Malformed.class);
            }
        }
        assertThat(between).isEqualTo(count(constraints(name)));
    }

    @ParameterizedTest
    @FieldSource("OTHERS")
    void readsAllThatAreCutOff(String name) {
        byte[] whole = Golden.message(name);
        for (int length = 1; length < whole.length; length++) {
            assertThat(KeyringCodec.decode(Arrays.copyOf(whole, length))).isNotNull();
        }
    }

    /** Whatever one wrong byte makes of it: all of the message was read, nothing was passed over. */
    @ParameterizedTest
    @FieldSource("ADDITIONS")
    void passesOverNothingWhenAByteIsWrong(String name) {
        byte[] message = Golden.message(name);
        for (int at = 0; at < message.length; at++) {
            for (int change : new int[] {1, 2, 0x80, 0xff}) {
                message[at] ^= (byte) change;
                AgentRequest read = KeyringCodec.decode(message);
                if (at > 0) {
                    assertThat(read).isInstanceOfAny(AddKey.class, Malformed.class, Unsupported.class);
                }
                if (read instanceof AddKey add) {
                    assertThat(Additions.message(add))
                            .as("%s with byte %d changed", name, at)
                            .hasSize(message.length);
                }
                message[at] ^= (byte) change;
            }
        }
    }

    private static int count(KeyConstraints constraints) {
        return (constraints.lifetime().isPresent() ? 1 : 0)
                + (constraints.confirm() ? 1 : 0)
                + (constraints.destinations().isEmpty() ? 0 : 1);
    }

    private static KeyConstraints destinations(DestinationConstraint... destinations) {
        return new KeyConstraints(ANY_TIME, false, List.of(destinations));
    }

    private static Host host(String name) {
        return new Host(name, List.of(new HostKey(Golden.publicKey(name).blob(), false)));
    }

    private static KeyConstraints constraints(String name) {
        return add(name).constraints();
    }

    private static AddKey add(String name) {
        return (AddKey) decode(name);
    }

    private static AgentRequest decode(String name) {
        return KeyringCodec.decode(Golden.message(name));
    }

    private static Blob ascii(String text) {
        return Blob.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
