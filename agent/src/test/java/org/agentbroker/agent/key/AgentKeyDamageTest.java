package org.agentbroker.agent.key;

import static org.agentbroker.agent.key.Unusable.assertUnusable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Random;
import org.agentbroker.agent.fixture.JdkKey;
import org.agentbroker.agent.fixture.Keys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentKeyDamageTest {
    private static final String RESTORE = "restore it, or make a new key";
    private static final String NEW_ONE = "make a new one with ssh-keygen";

    @Test
    void readsItsOwnArmorOfAnUndamagedKey() throws UnusableInput {
        byte[] again = OpenSshKeyText.armored(OpenSshKeyText.binary(Keys.file("ed25519")));

        assertThat(AgentKey.parse(again, "k", null).publicBlob())
                .isEqualTo(HostPin.parse(Keys.line("ed25519")).blob());
    }

    @Test
    void tellsAFileThatIsCutOff() {
        byte[] file = Keys.file("ed25519");
        assertUnusable(() -> AgentKey.parse(Arrays.copyOf(file, file.length - 10), "k", null), "k is cut off", RESTORE);
    }

    @Test
    void tellsDamagedBase64() {
        String text = new String(Keys.file("ed25519"), StandardCharsets.US_ASCII).replace("b3BlbnNz", "b3Bl=nNz");
        assertUnusable(
                () -> AgentKey.parse(text.getBytes(StandardCharsets.US_ASCII), "k", null),
                "k is damaged: its base64 text",
                RESTORE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa384", "rsa2048"})
    void refusesTheContainerCutAnywhere(String name) {
        byte[] binary = OpenSshKeyText.binary(Keys.file(name));
        for (int length = 0; length < binary.length; length += 1 + length / 100) {
            byte[] part = OpenSshKeyText.armored(Arrays.copyOf(binary, length));
            assertThatThrownBy(() -> AgentKey.parse(part, "k", null))
                    .as("%d of %d bytes", length, binary.length)
                    .isInstanceOf(UnusableInput.class)
                    .hasMessageStartingWith("k is damaged: ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa256", "rsa2048", "ed25519-aes256-cbc", "ed25519-aes256-gcm"})
    void answersAnyChangedByteWithAKeyOrWithAReason(String name) {
        byte[] good = OpenSshKeyText.binary(Keys.file(name));
        Random random = new Random(4251);
        try (Secret passphrase = Keys.passphrase()) {
            for (int i = 0; i < 60; i++) {
                byte[] bad = good.clone();
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                try {
                    AgentKey.parse(OpenSshKeyText.armored(bad), "k", passphrase).close();
                } catch (UnusableInput e) {
                    assertThat(e.what()).contains("k");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"ed25519, ed25519-other", "ecdsa256, ecdsa256-other", "rsa2048, rsa2048-other"})
    void refusesHalvesOfTwoKeys(String one, String other) {
        assertUnusable(
                () -> AgentKey.parse(OpenSshKeyText.mixed(Keys.file(one), Keys.file(other)), "k", null),
                "k holds a key that cannot be used: its public and private half do not belong together",
                NEW_ONE);
    }

    @Test
    void refusesHalvesOfTwoTypes() {
        assertUnusable(
                () -> AgentKey.parse(OpenSshKeyText.mixed(Keys.file("ed25519"), Keys.file("rsa2048")), "k", null),
                "k is damaged: its two halves are of different types",
                RESTORE);
    }

    @Test
    void refusesAnEd25519KeyOfAnotherLength() {
        JdkKey key = JdkKey.ed25519();
        byte[] file = OpenSshKeyText.file(key.blob(), "ssh-ed25519", new byte[32], new byte[32]);
        assertUnusable(
                () -> AgentKey.parse(file, "k", null),
                "k holds a key that cannot be used: an Ed25519 key of 32 and 32 bytes",
                NEW_ONE);
    }

    @Test
    void refusesEcdsaNumbersOutOfRange() {
        JdkKey key = JdkKey.ecdsa(256);
        BigInteger order = new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
        for (byte[] d :
                new byte[][] {{}, order.toByteArray(), order.shiftLeft(8).toByteArray(), {-1}, {0, 1}}) {
            byte[] file = OpenSshKeyText.file(key.blob(), key.type(), "nistp256".getBytes(), new byte[65], d);
            assertThatThrownBy(() -> AgentKey.parse(file, "k", null))
                    .isInstanceOf(UnusableInput.class)
                    .hasMessageStartingWith("k holds a key that cannot be used: ");
        }
    }

    @Test
    void refusesAnRsaKeyWithoutPrimes() {
        JdkKey key = JdkKey.rsa(2048);
        byte[] n = ((RSAPublicKey) key.pair().getPublic()).getModulus().toByteArray();
        byte[] small = {3};
        for (byte[] prime : new byte[][] {{}, {1}}) {
            byte[] file = OpenSshKeyText.file(key.blob(), "ssh-rsa", n, small, small, small, prime, prime);
            assertUnusable(
                    () -> AgentKey.parse(file, "k", null),
                    "k holds a key that cannot be used: an RSA key without its primes",
                    NEW_ONE);
        }
    }
}
