package org.agentbroker.agent.key;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.RSAPrivateCrtKeySpec;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshReader;
import org.agentbroker.agent.wire.SshWriter;

/** The numbers of a private RSA key. */
record RsaKey(BigInteger n, BigInteger e, BigInteger d, BigInteger iqmp, BigInteger p, BigInteger q) {
    static RsaKey read(byte[] fields) throws MalformedMessage {
        SshReader in = new SshReader(fields);
        RsaKey key =
                new RsaKey(in.mpint("n"), in.mpint("e"), in.mpint("d"), in.mpint("iqmp"), in.mpint("p"), in.mpint("q"));
        in.end();
        return key;
    }

    /** The public key, after it was found that all the numbers belong together (RFC 8017, 3.2). */
    Blob proven() throws MalformedMessage {
        BigInteger one = BigInteger.ONE;
        if (p.compareTo(one) <= 0 || q.compareTo(one) <= 0) {
            throw new MalformedMessage("an RSA key without its primes");
        }
        // lengths first, so that no hostile number is multiplied
        boolean sized = p.bitLength() + q.bitLength() <= n.bitLength() + 1
                && d.compareTo(n) < 0
                && e.compareTo(n) < 0
                && iqmp.compareTo(p) < 0;
        if (!sized
                || !p.multiply(q).equals(n)
                || !isInverse(e, d, p.subtract(one))
                || !isInverse(e, d, q.subtract(one))
                || !isInverse(iqmp, q, p)) {
            throw new MalformedMessage(PrivateKeys.HALVES);
        }
        return Blob.of(new SshWriter().string("ssh-rsa").mpint(e).mpint(n).toBytes());
    }

    byte[] sign(SignatureAlgorithm algorithm, byte[] data) throws GeneralSecurityException {
        Signature signer = Signature.getInstance(algorithm.jcaName());
        signer.initSign(jdk());
        signer.update(data);
        return signer.sign();
    }

    private PrivateKey jdk() throws GeneralSecurityException {
        BigInteger exponentP = d.mod(p.subtract(BigInteger.ONE));
        BigInteger exponentQ = d.mod(q.subtract(BigInteger.ONE));
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new RSAPrivateCrtKeySpec(n, e, d, p, q, exponentP, exponentQ, iqmp));
    }

    private static boolean isInverse(BigInteger a, BigInteger b, BigInteger modulus) {
        return a.multiply(b).mod(modulus).equals(BigInteger.ONE);
    }

    /** Its numbers are nobody's business. */
    @Override
    public String toString() {
        return "ssh-rsa " + n.bitLength();
    }
}
