package org.agentbroker.agent.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.agentbroker.agent.fixture.Keys;
import org.agentbroker.agent.wire.Blob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentKeyTest {
    private static final byte[] DATA = "data".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @CsvSource({
        "ed25519, ssh-ed25519",
        "mldsa44, ssh-mldsa44-ed25519@openssh.com",
        "ecdsa256, ecdsa-sha2-nistp256",
        "ecdsa384, ecdsa-sha2-nistp384",
        "ecdsa521, ecdsa-sha2-nistp521",
        "rsa2048, rsa-sha2-512",
        "rsa2048, rsa-sha2-256",
        "rsa3072, rsa-sha2-512",
        "rsa3072, rsa-sha2-256"
    })
    void signsWhatItsPublicHalfVerifies(String file, String algorithm) throws Exception {
        try (AgentKey key = Keys.agentKey(file)) {
            Blob signature = key.sign(SignatureAlgorithm.named(algorithm).orElseThrow(), DATA);

            HostPin pin = HostPin.parse(Keys.line(file));
            assertThat(pin.hasSigned(DATA, signature)).isTrue();
            assertThat(pin.hasSigned(new byte[0], signature)).isFalse();
            assertThat(key.publicBlob()).isEqualTo(pin.blob());
            assertThat(key.keyType()).isEqualTo(pin.keyType());
            assertThat(key.comment()).isEqualTo("throw-away");
        }
    }

    @Test
    void showsItsTypeAndFingerprintAlone() {
        AgentKey key = Keys.agentKey("ed25519");

        assertThat(key).hasToString("ssh-ed25519 " + key.publicBlob().fingerprint());
    }

    @Test
    void signsWithNoAlgorithmOfAnotherKeyType() {
        AgentKey key = Keys.agentKey("ecdsa256");

        assertThatThrownBy(() -> key.sign(SignatureAlgorithm.ECDSA_P384, DATA))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessage("ecdsa-sha2-nistp384 is not for a key of type ecdsa-sha2-nistp256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa521", "rsa2048", "mldsa44"})
    void isZeroAfterItsClose(String file) {
        AgentKey key = Keys.agentKey(file);
        byte[] bytes = key.privateFields();
        assertThat(bytes).isNotEqualTo(new byte[bytes.length]);
        assertThat(key.isClosed()).isFalse();

        key.close();
        key.close();

        assertThat(bytes).isEqualTo(new byte[bytes.length]);
        assertThat(key.privateFields()).isSameAs(bytes);
        assertThat(key.isClosed()).isTrue();
        SignatureAlgorithm algorithm =
                SignatureAlgorithm.strongest(key.keyType()).orElseThrow();
        assertThatThrownBy(() -> key.sign(algorithm, DATA))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this key is closed");
    }

    @Test
    void leavesTheCallersBytesAlone() throws UnusableInput {
        byte[] file = Keys.file("ed25519");

        AgentKey.parse(file, "k", null).close();

        assertThat(file).isEqualTo(Keys.file("ed25519"));
    }

    @Test
    void readsAKeyThatNeedsNoPassphraseThoughOneIsGiven() throws UnusableInput {
        try (Secret passphrase = Keys.passphrase();
                AgentKey key = AgentKey.parse(Keys.file("ed25519"), "k", passphrase)) {
            assertThat(key.keyType()).isEqualTo("ssh-ed25519");
        }
    }
}
