package org.agentbroker.agent.key;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshReader;
import org.agentbroker.agent.wire.SshWriter;

/** What {@link PrivateFields} do: prove that they are a key, and sign. Key objects live no longer than a call. */
final class PrivateKeys {
    static final String HALVES = "its public and private half do not belong together";
    // where the public and the private key start: both in front of them have four bytes of length
    private static final int PUBLIC_AT = 4;
    private static final int ED25519_SEED_AT = 4 + Ed25519.PUBLIC_KEY + 4;
    private static final int ML_DSA_SEEDS_AT = 4 + MlDsaEd25519.PUBLIC_KEY + 4;

    private PrivateKeys() {}

    /**
     * The public key that belongs to the private one, which is worked out or tried, not believed: signing Ed25519 with a
     * public half of somebody else's choice is a known way to lose the private one.
     *
     * @throws MalformedMessage when a field has another length or value than it must have, or does not fit the others
     */
    static Blob prove(String keyType, byte[] fields) throws MalformedMessage, GeneralSecurityException {
        switch (keyType) {
            case "ssh-ed25519":
                requireLengths(fields, "an Ed25519 key", Ed25519.PUBLIC_KEY, Ed25519.SEED + Ed25519.PUBLIC_KEY);
                byte[] key = Arrays.copyOfRange(fields, PUBLIC_AT, PUBLIC_AT + Ed25519.PUBLIC_KEY);
                requireEqual(key, fields, ED25519_SEED_AT + Ed25519.SEED);
                require(Ed25519.isPair(fields, ED25519_SEED_AT, key));
                return blob(keyType, key);
            case MlDsaEd25519.TYPE:
                requireLengths(fields, "an ML-DSA key", MlDsaEd25519.PUBLIC_KEY, MlDsaEd25519.SEEDS);
                byte[] keys = MlDsaEd25519.publicKey(fields, ML_DSA_SEEDS_AT);
                requireEqual(keys, fields, PUBLIC_AT);
                return blob(keyType, keys);
            case "ssh-rsa":
                return RsaKey.read(fields).proven();
            default:
                return EcdsaKey.read(keyType, fields).proven();
        }
    }

    /**
     * The signature in the form of the algorithm's second field; the fields must have been proven.
     *
     * @param often this key signs so often that a library which takes its time to start is worth it
     */
    static byte[] sign(SignatureAlgorithm algorithm, byte[] fields, byte[] data, boolean often)
            throws GeneralSecurityException {
        switch (algorithm) {
            case ED25519:
                return often
                        ? QuickEd25519.sign(fields, ED25519_SEED_AT, PUBLIC_AT, data)
                        : Ed25519.sign(fields, ED25519_SEED_AT, data);
            case MLDSA44_ED25519:
                return MlDsaEd25519.sign(fields, ML_DSA_SEEDS_AT, PUBLIC_AT, data);
            default:
                return byNumbers(algorithm, fields, data, often);
        }
    }

    private static byte[] byNumbers(SignatureAlgorithm algorithm, byte[] fields, byte[] data, boolean often)
            throws GeneralSecurityException {
        try {
            return algorithm.keyType().equals("ssh-rsa")
                    ? RsaKey.read(fields).sign(algorithm, data)
                    : EcdsaKey.read(algorithm.keyType(), fields).sign(algorithm, data, often);
        } catch (MalformedMessage e) {
            throw new InvalidKeyException(e.getMessage());
        }
    }

    private static void requireLengths(byte[] fields, String what, int publicLength, int privateLength)
            throws MalformedMessage {
        SshReader in = new SshReader(fields);
        int first = in.string("public key").length;
        byte[] secret = in.string("private key");
        Arrays.fill(secret, (byte) 0);
        in.end();
        if (first != publicLength || secret.length != privateLength) {
            throw new MalformedMessage(what + " of " + first + " and " + secret.length + " bytes");
        }
    }

    private static void requireEqual(byte[] key, byte[] fields, int at) throws MalformedMessage {
        require(Arrays.equals(key, 0, key.length, fields, at, at + key.length));
    }

    private static void require(boolean belongTogether) throws MalformedMessage {
        if (!belongTogether) {
            throw new MalformedMessage(HALVES);
        }
    }

    private static Blob blob(String keyType, byte[] key) {
        return Blob.of(new SshWriter().string(keyType).string(key).toBytes());
    }
}
