package org.agentbroker.agent.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Ed25519Test {
    /** More than enough for both libraries to have their turn, whichever tests ran before. */
    @Test
    void givesTheSameWhicheverLibraryDoesIt() throws Exception {
        byte[] both = new byte[Ed25519.SEED + Ed25519.PUBLIC_KEY];
        new Random(8032).nextBytes(both);
        byte[] first = Ed25519.publicKey(both, 0);
        System.arraycopy(first, 0, both, Ed25519.SEED, first.length);
        byte[] data = {1, 2, 3};
        byte[] signature = Ed25519.sign(both, 0, Ed25519.SEED, data);
        for (int i = 0; i < 60; i++) {
            assertThat(Ed25519.publicKey(both, 0)).isEqualTo(first);
            assertThat(Ed25519.sign(both, 0, Ed25519.SEED, data)).isEqualTo(signature);
            assertThat(Ed25519.verify(first, data, signature)).isTrue();
            assertThat(Ed25519.verify(first, new byte[] {1, 2, 4}, signature)).isFalse();
        }
    }

    @Test
    void verifiesNothingOfAnotherLength() throws Exception {
        for (int i = 0; i < 150; i++) {
            assertThat(Ed25519.verify(new byte[31], new byte[0], new byte[64])).isFalse();
            assertThat(Ed25519.verify(new byte[32], new byte[0], new byte[65])).isFalse();
        }
    }

    /** RFC 8032, 5.1.7: S must be below the order of the group, or each signature would have a second form. */
    @Test
    void verifiesNoSecondFormOfASignature() throws Exception {
        byte[] both = new byte[64];
        System.arraycopy(Ed25519.publicKey(both, 0), 0, both, 32, 32);
        byte[] signature = Ed25519.sign(both, 0, 32, new byte[0]);
        BigInteger order =
                new BigInteger("7237005577332262213973186563042994240857116359379907606001950938285454250989");
        byte[] s = reversed(Arrays.copyOfRange(signature, 32, 64));
        byte[] larger = new BigInteger(1, s).add(order).toByteArray();
        byte[] padded = new byte[32];
        System.arraycopy(larger, 0, padded, 32 - larger.length, larger.length);
        System.arraycopy(reversed(padded), 0, signature, 32, 32);
        for (int i = 0; i < 150; i++) {
            assertThat(Ed25519.verify(Arrays.copyOfRange(both, 32, 64), new byte[0], signature))
                    .isFalse();
        }
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
