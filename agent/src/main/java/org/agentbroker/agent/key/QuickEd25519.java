package org.agentbroker.agent.key;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** The same by BouncyCastle: a tenth of the JDK's time for each signature, after a quarter of a second for its tables. */
final class QuickEd25519 {
    private QuickEd25519() {}

    /** The public key of the seed that stands in the array at this place. */
    static byte[] publicKey(byte[] from, int seedAt) {
        byte[] key = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(from, seedAt, key, 0);
        return key;
    }

    /** Signs with the seed and the public key that stand in the array; they must belong together. */
    static byte[] sign(byte[] from, int seedAt, int publicKeyAt, byte[] data) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(from, seedAt, from, publicKeyAt, data, 0, data.length, signature, 0);
        return signature;
    }
}
