package org.agentbroker.agent.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Ed25519Test {
    private static final byte[] DATA = {1, 2, 3};

    private final byte[] both = new byte[Ed25519.SEED + Ed25519.PUBLIC_KEY];
    private byte[] publicKey;

    @BeforeEach
    void makesAKey() {
        new Random(8032).nextBytes(both);
        publicKey = QuickEd25519.publicKey(both, 0);
        System.arraycopy(publicKey, 0, both, Ed25519.SEED, publicKey.length);
    }

    @Test
    void signsTheSameByEitherLibrary() throws Exception {
        byte[] signature = Ed25519.sign(both, 0, DATA);

        assertThat(QuickEd25519.sign(both, 0, Ed25519.SEED, DATA)).isEqualTo(signature);
        assertThat(Ed25519.verify(publicKey, DATA, signature)).isTrue();
        assertThat(Ed25519.verify(publicKey, new byte[] {1, 2, 4}, signature)).isFalse();
    }

    @Test
    void goesOnSigningWhenTheLibraryChanges() throws Exception {
        try (AgentKey key =
                AgentKey.of("ssh-ed25519", PrivateFields.ofEd25519(Arrays.copyOf(both, 32), publicKey), "")) {
            byte[] first = key.sign(SignatureAlgorithm.ED25519, DATA).toBytes();
            for (int i = 0; i < 150; i++) {
                assertThat(key.sign(SignatureAlgorithm.ED25519, DATA).toBytes()).isEqualTo(first);
            }
        }
    }

    @Test
    void knowsAPair() throws Exception {
        assertThat(Ed25519.isPair(both, 0, publicKey)).isTrue();
        byte[] other = publicKey.clone();
        other[0] ^= 1;
        assertThat(Ed25519.isPair(both, 0, QuickEd25519.publicKey(other, 0))).isFalse();
    }

    @Test
    void verifiesNothingOfAnotherLength() throws Exception {
        assertThat(Ed25519.verify(new byte[31], new byte[0], new byte[64])).isFalse();
        assertThat(Ed25519.verify(new byte[32], new byte[0], new byte[65])).isFalse();
    }

    /** RFC 8032, 5.1.7: S must be below the order of the group, or each signature would have a second form. */
    @Test
    void verifiesNoSecondFormOfASignature() throws Exception {
        byte[] signature = Ed25519.sign(both, 0, DATA);
        BigInteger order =
                new BigInteger("7237005577332262213973186563042994240857116359379907606001950938285454250989");
        byte[] s = reversed(Arrays.copyOfRange(signature, 32, 64));
        byte[] larger = new BigInteger(1, s).add(order).toByteArray();
        byte[] padded = new byte[32];
        System.arraycopy(larger, 0, padded, 32 - larger.length, larger.length);
        System.arraycopy(reversed(padded), 0, signature, 32, 32);

        assertThat(Ed25519.verify(publicKey, DATA, signature)).isFalse();
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
