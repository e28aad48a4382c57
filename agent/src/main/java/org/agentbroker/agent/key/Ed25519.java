package org.agentbroker.agent.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Ed25519 (RFC 8032) on bare bytes, by the JDK: ready at once, about 1 ms each time. {@link QuickEd25519} is for those who
 * sign often.
 */
final class Ed25519 {
    static final int SEED = 32;
    static final int PUBLIC_KEY = 32;
    static final int SIGNATURE = 64;
    // SubjectPublicKeyInfo of an Ed25519 key up to the 32 bytes of the key itself (RFC 8410, 10.1)
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final byte[] PROOF = "do these halves belong together?".getBytes(StandardCharsets.US_ASCII);

    private Ed25519() {}

    /** Signs with the seed that stands in the array; the public key goes into it as the JDK works it out. */
    static byte[] sign(byte[] from, int seedAt, byte[] data) throws GeneralSecurityException {
        byte[] seed = Arrays.copyOfRange(from, seedAt, seedAt + SEED);
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed)));
            signer.update(data);
            return signer.sign();
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    static boolean verify(byte[] publicKey, byte[] data, byte[] signature) throws GeneralSecurityException {
        if (publicKey.length != PUBLIC_KEY || signature.length != SIGNATURE) {
            return false;
        }
        byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + PUBLIC_KEY);
        System.arraycopy(publicKey, 0, encoded, PREFIX.length, PUBLIC_KEY);
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        verifier.update(data);
        try {
            return verifier.verify(signature);
        } catch (SignatureException e) { // it has not the form of one
            return false;
        }
    }

    /** The fields ({@link PrivateFields}) of a new key. */
    static byte[] generate() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        // not its PKCS#8 form: that would be one more copy to wipe
        byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
        try {
            return PrivateFields.ofEd25519(seed, Arrays.copyOfRange(encoded, PREFIX.length, encoded.length));
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /** Whether the public key is that of the seed in the array. Tried out: the JDK does not tell a seed's public key. */
    static boolean isPair(byte[] from, int seedAt, byte[] publicKey) throws GeneralSecurityException {
        return verify(publicKey, PROOF, sign(from, seedAt, PROOF));
    }
}
