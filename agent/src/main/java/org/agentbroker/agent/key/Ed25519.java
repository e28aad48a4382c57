package org.agentbroker.agent.key;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ed25519 (RFC 8032) on bare bytes, by two libraries with the same results. The JDK's is ready at once and takes about
 * 1 ms each time; BouncyCastle's takes a tenth of that, but first a quarter of a second for its tables. So a process
 * that makes one pull never loads the latter, and one that serves many soon does.
 */
final class Ed25519 {
    static final int SEED = 32;
    static final int PUBLIC_KEY = 32;
    static final int SIGNATURE = 64;
    // as many as cost about what the tables cost
    private static final int FEW = 100;
    private static final AtomicInteger DONE = new AtomicInteger();
    // SubjectPublicKeyInfo of an Ed25519 key up to the 32 bytes of the key itself (RFC 8410, 10.1)
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private Ed25519() {}

    /** The public key of the seed that stands in the array at this place. */
    static byte[] publicKey(byte[] from, int seedAt) throws GeneralSecurityException {
        if (isOneOfMany()) {
            byte[] key = new byte[PUBLIC_KEY];
            org.bouncycastle.math.ec.rfc8032.Ed25519.generatePublicKey(from, seedAt, key, 0);
            return key;
        }
        byte[] seed = Arrays.copyOfRange(from, seedAt, seedAt + SEED);
        try {
            return jdkPublicKey(seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /** Signs with the seed and the public key that stand in the array; they must belong together. */
    static byte[] sign(byte[] from, int seedAt, int publicKeyAt, byte[] data) throws GeneralSecurityException {
        if (isOneOfMany()) {
            byte[] signature = new byte[SIGNATURE];
            org.bouncycastle.math.ec.rfc8032.Ed25519.sign(
                    from, seedAt, from, publicKeyAt, data, 0, data.length, signature, 0);
            return signature;
        }
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
        if (isOneOfMany()) {
            return org.bouncycastle.math.ec.rfc8032.Ed25519.verify(signature, 0, publicKey, 0, data, 0, data.length);
        }
        byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + PUBLIC_KEY);
        System.arraycopy(publicKey, 0, encoded, PREFIX.length, PUBLIC_KEY);
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        verifier.update(data);
        return verifier.verify(signature);
    }

    private static boolean isOneOfMany() {
        return DONE.get() >= FEW || DONE.incrementAndGet() > FEW;
    }

    // the JDK gives the public key of a new key only: so make one, with the seed in the place of randomness
    private static byte[] jdkPublicKey(byte[] seed) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
        KeyPair pair = generator.generateKeyPair();
        byte[] used = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseGet(() -> new byte[0]);
        try {
            if (!Arrays.equals(seed, used)) {
                throw new InvalidKeyException("another key than that of the seed");
            }
        } finally {
            Arrays.fill(used, (byte) 0);
        }
        byte[] encoded = pair.getPublic().getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - PUBLIC_KEY, encoded.length);
    }

    private static final class Fixed extends SecureRandom {
        private static final long serialVersionUID = 1L;

        Fixed(byte[] seed) {
            super(new FixedBytes(seed), new NoProvider());
        }
    }

    private static final class FixedBytes extends SecureRandomSpi {
        private static final long serialVersionUID = 1L;
        private final transient byte[] bytes;

        FixedBytes(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        protected void engineSetSeed(byte[] seed) {}

        @Override
        protected void engineNextBytes(byte[] into) {
            System.arraycopy(bytes, 0, into, 0, Math.min(bytes.length, into.length));
        }

        @Override
        protected byte[] engineGenerateSeed(int length) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class NoProvider extends Provider {
        private static final long serialVersionUID = 1L;

        NoProvider() {
            super("fixed", "1", "not random at all");
        }
    }
}
