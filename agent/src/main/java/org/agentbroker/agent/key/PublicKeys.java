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
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshReader;

/** Public key blobs (RFC 4253, 6.6; RFC 5656, 3.1; RFC 8709, 4) to keys of the JDK. */
final class PublicKeys {
    static final int SMALLEST_RSA = 2048;
    private static final int LARGEST_RSA = 16384;
    // SubjectPublicKeyInfo of an Ed25519 key up to the 32 bytes of the key itself (RFC 8410, 10.1)
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private PublicKeys() {}

    static String type(Blob blob) throws MalformedMessage {
        return new SshReader(blob.toBytes()).name("key type");
    }

    static PublicKey decode(Blob blob) throws MalformedMessage, GeneralSecurityException {
        SshReader in = new SshReader(blob.toBytes());
        String type = in.name("key type");
        PublicKey key;
        switch (type) {
            case "ssh-ed25519":
                key = ed25519(in.string("key"));
                break;
            case "ssh-rsa":
                key = rsa(in.mpint("e"), in.mpint("n"));
                break;
            case "ecdsa-sha2-nistp256":
            case "ecdsa-sha2-nistp384":
            case "ecdsa-sha2-nistp521":
                key = ecdsa(type, in.name("curve"), in.string("point"));
                break;
            default:
                throw new MalformedMessage("a key of type " + printable(type) + ", which is not supported");
        }
        in.end();
        return key;
    }

    private static PublicKey ed25519(byte[] key) throws MalformedMessage, GeneralSecurityException {
        if (key.length != 32) {
            throw new MalformedMessage("an Ed25519 key of " + key.length + " bytes");
        }
        byte[] encoded = Arrays.copyOf(ED25519_PREFIX, ED25519_PREFIX.length + key.length);
        System.arraycopy(key, 0, encoded, ED25519_PREFIX.length, key.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
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
