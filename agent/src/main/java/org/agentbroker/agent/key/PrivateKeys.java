package org.agentbroker.agent.key;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Arrays;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshReader;

/** The private fields of a key, as OpenSSH writes them (PROTOCOL.key and RFC 9987, 3.2), to a key of the JDK. */
final class PrivateKeys {
    private static final int ED25519_SEED = 32;

    private PrivateKeys() {}

    static PrivateKey decode(String keyType, byte[] fields) throws GeneralSecurityException {
        try {
            SshReader in = new SshReader(fields);
            PrivateKey key = keyType.equals("ssh-ed25519")
                    ? ed25519(in)
                    : keyType.equals("ssh-rsa") ? rsa(in) : ecdsa(keyType, in);
            in.end();
            return key;
        } catch (MalformedMessage e) {
            throw new InvalidKeyException(e.getMessage());
        }
    }

    private static PrivateKey ed25519(SshReader in) throws MalformedMessage, GeneralSecurityException {
        in.string("public key");
        byte[] both = in.string("private key");
        byte[] seed = Arrays.copyOf(both, ED25519_SEED);
        try {
            if (both.length != 2 * ED25519_SEED) {
                throw new MalformedMessage("an Ed25519 key of " + both.length + " bytes");
            }
            return KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
        } finally {
            Arrays.fill(both, (byte) 0);
            Arrays.fill(seed, (byte) 0);
        }
    }

    private static PrivateKey ecdsa(String keyType, SshReader in) throws MalformedMessage, GeneralSecurityException {
        in.name("curve");
        in.string("point");
        BigInteger d = in.mpint("d");
        return KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(d, PublicKeys.curve(keyType)));
    }

    private static PrivateKey rsa(SshReader in) throws MalformedMessage, GeneralSecurityException {
        BigInteger n = in.mpint("n");
        BigInteger e = in.mpint("e");
        BigInteger d = in.mpint("d");
        BigInteger inverse = in.mpint("iqmp");
        BigInteger p = in.mpint("p");
        BigInteger q = in.mpint("q");
        if (p.compareTo(BigInteger.ONE) <= 0 || q.compareTo(BigInteger.ONE) <= 0) {
            throw new MalformedMessage("an RSA key without its primes");
        }
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new RSAPrivateCrtKeySpec(
                        n, e, d, p, q, d.mod(p.subtract(BigInteger.ONE)), d.mod(q.subtract(BigInteger.ONE)), inverse));
    }
}
