package org.agentbroker.agent.key;

import static org.agentbroker.agent.key.Unusable.assertUnusable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agentbroker.agent.fixture.Keys;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.SshWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that hold no key of ours, or one that is too weak. */
class AgentKeyRefusalTest {
    private static final String UNSUPPORTED = "take a key of type ed25519, ecdsa or rsa";
    private static final String NEW_KEY = "make a new one: ssh-keygen -t ed25519 -f FILE";

    @ParameterizedTest
    @ValueSource(strings = {"ed25519.pub", "ecdsa256.pub", "rsa2048.pub", "mldsa44.pub"})
    void tellsAPublicKey(String name) {
        assertUnusable(
                () -> AgentKey.parse(Keys.file(name), "k.pub", null),
                "k.pub holds a public key",
                "name the file without .pub");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519.pub", "ed25519.rfc4716", "ecdsa256.spki", "rsa2048.pkcs1-pub"})
    void tellsAPublicKeyInAnyFormAndUnderAnyName(String name) {
        assertUnusable(
                () -> AgentKey.parse(Keys.file(name), "k", null),
                "k holds a public key",
                "name the file of the private key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host-certificate.pub", "certs/ed25519-cert.pub", "certs/mldsa44-cert.pub", "x509"})
    void tellsACertificate(String name) {
        assertUnusable(
                () -> AgentKey.parse(Keys.file(name), "k", null),
                "k holds a certificate",
                "name the file of the private key");
    }

    @Test
    void tellsPuttysFormat() {
        assertUnusable(
                () -> AgentKey.parse(bytes("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n"), "k.ppk", null),
                "k.ppk is in PuTTY's format",
                "convert it: puttygen k.ppk -O private-openssh-new -o FILE");
    }

    @Test
    void tellsOtherFormats() {
        for (String text : List.of(
                "-----BEGIN ANY PRIVATE KEY-----\nAAAA\n-----END ANY PRIVATE KEY-----\n",
                "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nAAAA\n")) {
            assertUnusable(
                    () -> AgentKey.parse(bytes(text), "k", null),
                    "k is in a format that is not supported",
                    "convert it: ssh-keygen -p -f k");
        }
    }

    @Test
    void tellsAnEmptyFile() {
        for (String text : List.of("", "\n", " \r\n\t")) {
            assertUnusable(() -> AgentKey.parse(bytes(text), "k", null), "k is empty", "restore it, or make a new key");
        }
    }

    @Test
    void tellsWhatIsNoKeyAtAll() {
        for (String text : List.of("x", "hello\n", "-----", "\0\0\0")) {
            assertUnusable(
                    () -> AgentKey.parse(bytes(text), "k", null),
                    "k is not a key file",
                    "make one: ssh-keygen -t ed25519 -f FILE");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa1024", "rsa1024-pem"})
    void refusesAShortRsaKey(String name) {
        assertUnusable(
                () -> AgentKey.parse(Keys.file(name), "k", null),
                "k holds an RSA key of 1024 bits, which is too weak",
                NEW_KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dsa", "dsa-pem", "dsa-pkcs8"})
    void refusesDsa(String name) {
        assertUnusable(
                () -> AgentKey.parse(Keys.file(name), "k", null), "k holds a DSA key, which is too weak", NEW_KEY);
    }

    /** A key that a token keeps: the file has only its handle. */
    @Test
    void refusesAKeyOfASecurityToken() {
        assertUnusable(
                () -> AgentKey.parse(Keys.file("sk-ed25519"), "k", null),
                "k holds a key of type sk-ssh-ed25519@openssh.com, which needs its security token",
                UNSUPPORTED);
    }

    @ParameterizedTest
    @CsvSource({
        "x25519, of type X25519",
        "x448, of type X448",
        "ed448, of type Ed448",
        "rsa-pss, of type RSA-PSS",
        "secp256k1-pkcs8, on secp256k1",
        "secp256k1-pem, on secp256k1",
        "brainpool-pem, on curve 1.3.36.3.3.2.8.1.1.7",
        "ecdsa256-explicit, on a curve without a name"
    })
    void refusesOtherTypesAndCurves(String name, String what) {
        assertUnusable(
                () -> AgentKey.parse(Keys.file(name), "k", null),
                "k holds a key " + what + ", which is not supported",
                UNSUPPORTED);
    }

    @Test
    void showsNoControlCharactersOfATypeItDoesNotKnow() {
        Blob blob = Blob.of(new SshWriter().string("x").toBytes());
        assertUnusable(
                () -> AgentKey.parse(OpenSshKeyText.file(blob, "\u001b[2J"), "k", null),
                "k holds a key of type ?, which is not supported",
                UNSUPPORTED);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
