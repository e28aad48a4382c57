package org.agentbroker.agent.key;

import static org.agentbroker.agent.key.Unusable.assertUnusable;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.agentbroker.agent.fixture.Keys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A key is the same in each format that OpenSSH and OpenSSL write it in. */
class KeyFormatsTest {
    @ParameterizedTest
    @CsvSource({
        "ed25519, ed25519-pkcs8",
        "ecdsa256, ecdsa256-pkcs8",
        "ecdsa384, ecdsa384-pkcs8",
        "ecdsa521, ecdsa521-pkcs8",
        "rsa2048, rsa2048-pkcs8",
        "ecdsa256, ecdsa256-pem",
        "ecdsa384, ecdsa384-pem",
        "ecdsa521, ecdsa521-pem",
        "rsa2048, rsa2048-pem",
        "ecdsa256, ecdsa256-pem-compressed",
        "ecdsa256, ecdsa256-pem-private-only",
        "ed25519, ed25519-pkcs8-pbkdf2-sha1-aes128",
        "ed25519, ed25519-pkcs8-pbkdf2-sha224-aes192",
        "ed25519, ed25519-pkcs8-pbkdf2-sha256-aes256",
        "ed25519, ed25519-pkcs8-pbkdf2-sha384-aes256",
        "ed25519, ed25519-pkcs8-pbkdf2-sha512-des3",
        "ed25519, ed25519-pkcs8-scrypt",
        "ecdsa384, ecdsa384-pkcs8-encrypted",
        "rsa2048, rsa2048-pkcs8-encrypted",
        "ecdsa256, ecdsa256-pem-aes128",
        "ecdsa256, ecdsa256-pem-aes192",
        "ecdsa256, ecdsa256-pem-aes256",
        "ecdsa256, ecdsa256-pem-des3",
        "rsa2048, rsa2048-pem-aes128"
    })
    void readsTheSameKey(String openSsh, String other) throws UnusableInput {
        try (Secret passphrase = Keys.passphrase();
                AgentKey expected = Keys.agentKey(openSsh);
                AgentKey key = AgentKey.parse(Keys.file(other), other, passphrase)) {
            assertThat(key.privateFields()).isEqualTo(expected.privateFields());
            assertThat(key.publicBlob()).isEqualTo(expected.publicBlob());
            assertThat(key.comment()).isEmpty(); // these formats have none
            assertThat(passphrase.isEmpty()).isFalse(); // it stays the caller's: not closed
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ed25519-pkcs8-pbkdf2-sha256-aes256",
                "ed25519-pkcs8-scrypt",
                "rsa2048-pkcs8-encrypted",
                "ecdsa256-pem-aes128",
                "ecdsa256-pem-des3"
            })
    void refusesAnotherPassphraseOrNone(String name) {
        for (String wrong : new String[] {"throw-awaz", "throw-away\n", ""}) {
            try (Secret passphrase = Keys.secret(wrong)) {
                assertUnusable(
                        () -> AgentKey.parse(Keys.file(name), "k", passphrase),
                        "the passphrase does not open k",
                        "check it: ssh-keygen -y -f k");
            }
        }
        assertUnusable(
                () -> AgentKey.parse(Keys.file(name), "k", null), "k is encrypted", "say where its passphrase is");
    }

    /** One padding in 256 is right by chance: among so many passphrases some are, and what comes out is no key. */
    @Test
    void tellsAWrongPassphraseEvenIfThePaddingIsRight() {
        for (int i = 0; i < 1000; i++) {
            try (Secret passphrase = Keys.secret("wrong " + i)) {
                assertUnusable(
                        () -> AgentKey.parse(Keys.file("ecdsa256-pem-aes128"), "k", passphrase),
                        "the passphrase does not open k",
                        "check it: ssh-keygen -y -f k");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519-pkcs8-pbes1", "ed25519-pkcs8-camellia", "ecdsa256-pem-camellia"})
    void saysHowToConvertAnUnsupportedEncryption(String name) {
        try (Secret passphrase = Keys.passphrase()) {
            assertUnusable(
                    () -> AgentKey.parse(Keys.file(name), "k", passphrase),
                    "k is encrypted in a way that is not supported",
                    "convert it: ssh-keygen -p -Z aes256-ctr -f k");
        }
    }

    @Test
    void findsTheKeyBehindItsParametersAndBetweenOtherText() throws UnusableInput {
        try (AgentKey key = AgentKey.parse(Keys.file("ecdsa256-ecparam"), "k", null)) {
            assertThat(key.keyType()).isEqualTo("ecdsa-sha2-nistp256");
        }
        String text = "my key, not -----BEGIN X PRIVATE KEY-----\r\n"
                + new String(Keys.file("ed25519-pkcs8"), StandardCharsets.US_ASCII).replace("\n", "\r\n") + "the end";
        try (AgentKey key = AgentKey.parse(text.getBytes(StandardCharsets.US_ASCII), "k", null)) {
            assertThat(key.publicBlob()).isEqualTo(Keys.agentKey("ed25519").publicBlob());
        }
    }

    /** RFC 8410, 10.3: one without and one with the public key, an attribute in front of that. */
    @Test
    void readsTheExamplesOfTheStandard() throws UnusableInput {
        String seed = "BCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC";
        try (AgentKey bare = AgentKey.parse(pkcs8("MC4CAQAwBQYDK2Vw" + seed), "k", null);
                AgentKey full = AgentKey.parse(
                        pkcs8("MHICAQEwBQYDK2Vw" + seed
                                + "oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrBZ9w7lshQhqow"
                                + "trbLDFw4rXAxZuE="),
                        "k",
                        null)) {
            byte[] blob = bare.publicBlob().toBytes();
            assertThat(Base64.getEncoder().encodeToString(blob))
                    .isEqualTo("AAAAC3NzaC1lZDI1NTE5AAAAIBm/RAlphM3+hUG6wWfcO5bIUIaqMLa2ywxcOK1wMWbh");
            assertThat(full.publicBlob()).isEqualTo(bare.publicBlob());
        }
    }

    @Test
    void refusesAPublicKeyThatIsNotThatOfTheSeed() {
        String text = "MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC"
                + "oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuI=";
        assertUnusable(
                () -> AgentKey.parse(pkcs8(text), "k", null),
                "k holds a key that cannot be used: its public and private half do not belong together",
                "make a new one with ssh-keygen");
    }

    private static byte[] pkcs8(String base64) {
        return ("-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
