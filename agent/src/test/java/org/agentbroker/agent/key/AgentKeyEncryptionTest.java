package org.agentbroker.agent.key;

import static org.agentbroker.agent.key.Unusable.assertUnusable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.agentbroker.agent.fixture.Keys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentKeyEncryptionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ed25519-default",
                "ed25519-aes256-ctr",
                "ed25519-aes192-ctr",
                "ed25519-aes128-ctr",
                "ed25519-aes256-cbc",
                "ed25519-aes256-gcm",
                "ed25519-aes128-gcm"
            })
    void opensEachCipherOfSshKeygen(String name) throws UnusableInput {
        try (Secret passphrase = Keys.passphrase();
                AgentKey key = AgentKey.parse(Keys.file(name), name, passphrase);
                AgentKey plain = Keys.agentKey("ed25519")) {
            assertThat(key.privateFields()).isEqualTo(plain.privateFields());
            assertThat(key.publicBlob()).isEqualTo(plain.publicBlob());
            assertThat(passphrase.isEmpty()).isFalse(); // it stays the caller's: not closed
        }
    }

    @Test
    void opensAnEncryptedRsaKey() throws UnusableInput {
        try (Secret passphrase = Keys.passphrase();
                AgentKey key = AgentKey.parse(Keys.file("rsa2048-encrypted"), "k", passphrase)) {
            assertThat(key.publicBlob())
                    .isEqualTo(HostPin.parse(Keys.line("rsa2048")).blob());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519-default", "ed25519-aes256-cbc", "ed25519-aes256-gcm", "rsa2048-encrypted"})
    void refusesAnotherPassphrase(String name) {
        for (String wrong : new String[] {"throw-awaz", "throw-away\n", ""}) {
            try (Secret passphrase = Keys.secret(wrong)) {
                assertUnusable(
                        () -> AgentKey.parse(Keys.file(name), "k", passphrase),
                        "the passphrase does not open k",
                        "check it: ssh-keygen -y -f k");
            }
        }
    }

    @Test
    void asksForThePassphrase() {
        assertUnusable(
                () -> AgentKey.parse(Keys.file("ed25519-default"), "/etc/broker/key", null),
                "/etc/broker/key is encrypted",
                "say where its passphrase is");
    }

    @Test
    void saysHowToConvertAnUnsupportedCipher() {
        try (Secret passphrase = Keys.passphrase()) {
            assertUnusable(
                    () -> AgentKey.parse(Keys.file("ed25519-chacha20-poly1305"), "k", passphrase),
                    "k is encrypted in a way that is not supported",
                    "convert it: ssh-keygen -p -Z aes256-ctr -f k");
        }
    }

    /** Two billion rounds would be a denial of service by a file. */
    @ParameterizedTest
    @ValueSource(ints = {0, -1, 10_001, Integer.MAX_VALUE})
    void refusesAbsurdNumbersOfRounds(int rounds) {
        byte[] binary = OpenSshKeyText.binary(Keys.file("ed25519-default"));
        int at = new String(binary, StandardCharsets.ISO_8859_1).indexOf("bcrypt") + 6 + 4 + 4 + 16;
        assertThat(binary[at + 3]).isEqualTo((byte) 2); // ssh-keygen -a 2
        for (int i = 0; i < 4; i++) {
            binary[at + i] = (byte) (rounds >>> 24 - 8 * i);
        }
        try (Secret passphrase = Keys.passphrase()) {
            assertUnusable(
                    () -> AgentKey.parse(OpenSshKeyText.armored(binary), "k", passphrase),
                    "k is damaged: its key derivation",
                    "restore it, or make a new key");
        }
    }

    @Test
    void noticesADamagedTag() {
        byte[] binary = OpenSshKeyText.binary(Keys.file("ed25519-aes256-gcm"));
        binary[binary.length - 1] ^= 1;
        try (Secret passphrase = Keys.passphrase()) {
            assertUnusable(
                    () -> AgentKey.parse(OpenSshKeyText.armored(binary), "k", passphrase),
                    "the passphrase does not open k",
                    "check it: ssh-keygen -y -f k");
        }
    }

    @Test
    void tellsAMissingPassphraseFromAWrongOne() {
        assertThatThrownBy(() -> AgentKey.parse(Keys.file("ed25519-default"), "key", null))
                .isInstanceOfSatisfying(
                        UnusableInput.class,
                        e -> assertThat(e.wantsPassphrase()).isTrue());
        assertThatThrownBy(() -> AgentKey.parse(Keys.file("ed25519-default"), "key", Keys.secret("wrong")))
                .isInstanceOfSatisfying(
                        UnusableInput.class,
                        e -> assertThat(e.wantsPassphrase()).isFalse());
    }
}
