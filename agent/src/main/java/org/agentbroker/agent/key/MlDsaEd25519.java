package org.agentbroker.agent.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.util.Arrays;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.MLDSASigner;

/**
 * The composite of ML-DSA-44 and Ed25519: draft-ietf-lamps-pq-composite-sigs as OpenSSH ssh-mldsa-eddsa.c has it. A
 * public key is both public keys, a private key both seeds, a signature both signatures of the same message.
 */
final class MlDsaEd25519 {
    static final String TYPE = "ssh-mldsa44-ed25519@openssh.com";
    static final int PUBLIC_KEY = 1312 + Ed25519.PUBLIC_KEY;
    static final int SEEDS = 32 + Ed25519.SEED;
    private static final int ML_DSA_KEY = 1312;
    private static final int ML_DSA_SEED = 32;
    private static final int ML_DSA_SIGNATURE = 2420;
    private static final byte[] LABEL = ascii("COMPSIG-MLDSA44-Ed25519-SHA512");
    // the message's prefix, the label, and an empty context with its length
    private static final byte[] START = ascii("CompositeAlgorithmSignatures2025COMPSIG-MLDSA44-Ed25519-SHA512\0");

    private MlDsaEd25519() {}

    /** The public key of the seeds that stand in the array at this place. */
    static byte[] publicKey(byte[] from, int seedsAt) throws GeneralSecurityException {
        MLDSAPrivateKeyParameters key = mlDsaKey(from, seedsAt);
        try {
            byte[] both = Arrays.copyOf(key.getPublicKey(), PUBLIC_KEY);
            byte[] ed25519 = QuickEd25519.publicKey(from, seedsAt + ML_DSA_SEED);
            System.arraycopy(ed25519, 0, both, ML_DSA_KEY, ed25519.length);
            return both;
        } finally {
            key.destroy();
        }
    }

    /** Signs with the seeds and the public key that stand in the array; they must belong together. */
    static byte[] sign(byte[] from, int seedsAt, int publicKeyAt, byte[] data) throws GeneralSecurityException {
        byte[] message = message(data);
        MLDSAPrivateKeyParameters key = mlDsaKey(from, seedsAt);
        try {
            MLDSASigner signer = new MLDSASigner();
            signer.init(true, new ParametersWithContext(new ParametersWithRandom(key, new SecureRandom()), LABEL));
            signer.update(message, 0, message.length);
            byte[] both = Arrays.copyOf(signer.generateSignature(), ML_DSA_SIGNATURE + Ed25519.SIGNATURE);
            byte[] ed25519 = QuickEd25519.sign(from, seedsAt + ML_DSA_SEED, publicKeyAt + ML_DSA_KEY, message);
            System.arraycopy(ed25519, 0, both, ML_DSA_SIGNATURE, ed25519.length);
            return both;
        } catch (CryptoException e) {
            throw new SignatureException(e);
        } finally {
            key.destroy();
        }
    }

    static boolean verify(byte[] publicKey, byte[] data, byte[] signature) throws GeneralSecurityException {
        if (publicKey.length != PUBLIC_KEY || signature.length != ML_DSA_SIGNATURE + Ed25519.SIGNATURE) {
            return false;
        }
        byte[] message = message(data);
        byte[] mlDsaKey = Arrays.copyOf(publicKey, ML_DSA_KEY);
        MLDSASigner verifier = new MLDSASigner();
        verifier.init(
                false,
                new ParametersWithContext(new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, mlDsaKey), LABEL));
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(Arrays.copyOf(signature, ML_DSA_SIGNATURE))
                && Ed25519.verify(
                        Arrays.copyOfRange(publicKey, ML_DSA_KEY, PUBLIC_KEY),
                        message,
                        Arrays.copyOfRange(signature, ML_DSA_SIGNATURE, signature.length));
    }

    private static MLDSAPrivateKeyParameters mlDsaKey(byte[] from, int seedAt) {
        byte[] seed = Arrays.copyOfRange(from, seedAt, seedAt + ML_DSA_SEED);
        try {
            return new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    private static byte[] message(byte[] data) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-512").digest(data);
        byte[] message = Arrays.copyOf(START, START.length + digest.length);
        System.arraycopy(digest, 0, message, START.length, digest.length);
        return message;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
