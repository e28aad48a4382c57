package org.agentbroker.agent.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.Stream;
import org.agentbroker.agent.fixture.JdkKey;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshReader;
import org.agentbroker.agent.wire.SshWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPinSignatureTest {
    private static final byte[] DATA = {1, 2, 3};

    static Stream<JdkKey> keys() {
        return Stream.of(JdkKey.ed25519(), JdkKey.ecdsa(256), JdkKey.ecdsa(384), JdkKey.ecdsa(521), JdkKey.rsa(2048));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void believesTheSignatureOverTheDataAndNoOther(JdkKey key) {
        Blob signature = key.sign(DATA);

        assertThat(key.pin().hasSigned(DATA, signature)).isTrue();
        assertThat(key.pin().hasSigned(new byte[] {1, 2, 4}, signature)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void believesNoSignatureOfAnotherKey(JdkKey key) {
        JdkKey other = switch (key.type()) {
            case "ssh-ed25519" -> JdkKey.ed25519();
            case "ssh-rsa" -> JdkKey.rsa(2048);
            default -> JdkKey.ecdsa(Integer.parseInt(key.type().substring("ecdsa-sha2-nistp".length())));
        };
        assertThat(key.pin().hasSigned(DATA, other.sign(DATA))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void believesNoDamagedSignature(JdkKey key) {
        HostPin pin = key.pin();
        byte[] good = key.sign(DATA).toBytes();
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            assertThat(pin.hasSigned(DATA, Blob.of(bad))).as("byte %d", i).isFalse();
        }
        for (int length = 0; length < good.length; length++) {
            assertThat(pin.hasSigned(DATA, Blob.of(Arrays.copyOf(good, length))))
                    .isFalse();
        }
        assertThat(pin.hasSigned(DATA, Blob.of(Arrays.copyOf(good, good.length + 1))))
                .isFalse();
    }

    @Test
    void believesBothSha2SignaturesOfAnRsaKeyButNotSha1() {
        JdkKey key = JdkKey.rsa(2048);

        assertThat(key.pin().hasSigned(DATA, key.sign("rsa-sha2-512", DATA))).isTrue();
        assertThat(key.pin().hasSigned(DATA, key.sign("rsa-sha2-256", DATA))).isTrue();
        assertThat(key.pin().hasSigned(DATA, key.sign("ssh-rsa", DATA))).isFalse();
    }

    @Test
    void believesNoSignatureUnderTheNameOfAnother() throws MalformedMessage {
        JdkKey key = JdkKey.rsa(2048);
        SshReader in = new SshReader(key.sign("rsa-sha2-256", DATA).toBytes());
        in.name("algorithm");
        byte[] proper = in.string("signature");

        assertThat(key.pin().hasSigned(DATA, signature("rsa-sha2-512", proper))).isFalse();
        assertThat(key.pin().hasSigned(DATA, signature("ssh-rsa", proper))).isFalse();
        assertThat(key.pin().hasSigned(DATA, signature("ssh-ed25519", proper))).isFalse();
    }

    /** Goes on until an r or s was a byte short, about one signature in 128; most have a zero in front of one. */
    @ParameterizedTest
    @ValueSource(ints = {256, 384, 521})
    void believesEcdsaSignaturesWhateverTheLengthOfTheirNumbers(int bits) throws MalformedMessage {
        JdkKey key = JdkKey.ecdsa(bits);
        HostPin pin = key.pin();
        boolean shorter = false;
        for (int i = 0; i < 50 || !shorter; i++) {
            byte[] data = BigInteger.valueOf(i).toByteArray();
            Blob signature = key.sign(data);
            shorter |= isShort(signature, bits);

            assertThat(pin.hasSigned(data, signature)).as("signature %d", i).isTrue();
        }
    }

    @Test
    void believesNoEcdsaNumbersOfZero() {
        JdkKey key = JdkKey.ecdsa(256);
        byte[] zeros = new SshWriter().string("").string("").toBytes(); // CVE-2022-21449
        assertThat(key.pin().hasSigned(DATA, signature(key.type(), zeros))).isFalse();
    }

    /** RFC 8332, 3 forbids the short form; OpenSSH's ssh-rsa.c reads it. */
    @Test
    void believesAnRsaSignatureWithoutItsLeadingZeros() throws MalformedMessage {
        JdkKey key = JdkKey.rsa(2048);
        HostPin pin = key.pin();
        byte[] proper = new byte[] {1};
        byte[] data = {};
        for (int i = 0; proper[0] != 0; i++) {
            data = BigInteger.valueOf(i).toByteArray();
            SshReader in = new SshReader(key.sign(data).toBytes());
            in.name("algorithm");
            proper = in.string("signature");
        }
        byte[] without = Arrays.copyOfRange(proper, 1, proper.length);
        assertThat(pin.hasSigned(data, signature("rsa-sha2-512", without))).isTrue();
    }

    private static boolean isShort(Blob signature, int bits) throws MalformedMessage {
        SshReader in = new SshReader(signature.toBytes());
        in.name("algorithm");
        SshReader numbers = new SshReader(in.string("signature"));
        int full = (bits + 7) / 8 * 8 - 8;
        return numbers.mpint("r").bitLength() <= full || numbers.mpint("s").bitLength() <= full;
    }

    private static Blob signature(String algorithm, byte[] proper) {
        return Blob.of(new SshWriter().string(algorithm).string(proper).toBytes());
    }
}
