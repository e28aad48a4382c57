package org.agentbroker.agent.key;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Set;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshReader;

/** Public key blobs (RFC 4253, 6.6; RFC 5656, 3.1; RFC 8709, 4; OpenSSH ssh-mldsa-eddsa.c) to keys that verify. */
final class PublicKeys {
    static final Set<String> TYPES = Set.of(
            "ssh-ed25519",
            "ssh-rsa",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            MlDsaEd25519.TYPE);
    static final int SMALLEST_RSA = 2048;
    static final int LARGEST_RSA = 16384;

    private PublicKeys() {}

    static String type(Blob blob) throws MalformedMessage {
        return new SshReader(blob.toBytes()).name("key type");
    }

    static PlainKey decode(Blob blob) throws MalformedMessage, GeneralSecurityException {
        SshReader in = new SshReader(blob.toBytes());
        String type = in.name("key type");
        PlainKey key;
        switch (type) {
            case "ssh-ed25519":
                key = ed25519(in.string("key"));
                break;
            case "ssh-rsa":
                key = PlainKey.ofJdk(type, rsa(in.mpint("e"), in.mpint("n")));
                break;
            case "ecdsa-sha2-nistp256":
            case "ecdsa-sha2-nistp384":
            case "ecdsa-sha2-nistp521":
                key = PlainKey.ofJdk(type, ecdsa(type, in.name("curve"), in.string("point")));
                break;
            case "ssh-mldsa44-ed25519@openssh.com":
                key = mlDsa(in.string("key"));
                break;
            default:
                throw new MalformedMessage("a key of type " + printable(type) + ", which is not supported");
        }
        in.end();
        return key;
    }

    private static PlainKey ed25519(byte[] key) throws MalformedMessage {
        if (key.length != Ed25519.PUBLIC_KEY) {
            throw new MalformedMessage("an Ed25519 key of " + key.length + " bytes");
        }
        return new PlainKey("ssh-ed25519", (algorithm, data, proper) -> Ed25519.verify(key, data, proper));
    }

    private static PlainKey mlDsa(byte[] key) throws MalformedMessage {
        if (key.length != MlDsaEd25519.PUBLIC_KEY) {
            throw new MalformedMessage("an ML-DSA key of " + key.length + " bytes");
        }
        return new PlainKey(MlDsaEd25519.TYPE, (algorithm, data, proper) -> MlDsaEd25519.verify(key, data, proper));
    }

    private static PublicKey rsa(BigInteger e, BigInteger n) throws MalformedMessage, GeneralSecurityException {
        if (n.bitLength() < SMALLEST_RSA || n.bitLength() > LARGEST_RSA) {
            throw new MalformedMessage("an RSA key of " + n.bitLength() + " bits, " + SMALLEST_RSA + " at least");
        }
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(n, e));
    }

    private static PublicKey ecdsa(String type, String curve, byte[] point)
            throws MalformedMessage, GeneralSecurityException {
        if (!type.equals("ecdsa-sha2-" + curve)) {
            throw new MalformedMessage("a key on another curve than its type says");
        }
        ECParameterSpec params = curve(type);
        int length = (params.getCurve().getField().getFieldSize() + 7) / 8;
        if (point.length != 1 + 2 * length || point[0] != 4) {
            throw new MalformedMessage("a point that is not in uncompressed form");
        }
        ECPoint w = new ECPoint(new BigInteger(1, point, 1, length), new BigInteger(1, point, 1 + length, length));
        requireOnCurve(params, w);
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(w, params));
    }

    /** The curve behind {@code ecdsa-sha2-nistpN} (RFC 5656, 10.1). */
    static ECParameterSpec curve(String keyType) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        String bits = keyType.substring(keyType.length() - 3);
        parameters.init(new ECGenParameterSpec("secp" + bits + "r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    // SEC 1, 3.2.2.1: the JDK does not promise this check for a key made from numbers
    private static void requireOnCurve(ECParameterSpec params, ECPoint w) throws MalformedMessage {
        BigInteger p = ((ECFieldFp) params.getCurve().getField()).getP();
        BigInteger x = w.getAffineX();
        BigInteger y = w.getAffineY();
        BigInteger right = x.pow(3)
                .add(params.getCurve().getA().multiply(x))
                .add(params.getCurve().getB());
        boolean inField = x.compareTo(p) < 0 && y.compareTo(p) < 0;
        if (!inField || !y.pow(2).subtract(right).mod(p).equals(BigInteger.ZERO)) {
            throw new MalformedMessage("a point that is not on its curve");
        }
    }

    static String printable(String type) {
        return type.matches("[\\x21-\\x7e]{1,64}") ? type : "?";
    }
}
