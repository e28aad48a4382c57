package org.agentbroker.agent.key;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.Function;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshWriter;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/** The ASN.1 structures that hold one key: from what they say to the fields that we keep. */
final class Asn1Key {
    private static final String STRUCTURE = "its structure";
    private static final String NO_COMMENT = "";

    private Asn1Key() {}

    /**
     * Reads the one structure that the bytes are.
     *
     * @param as the library's reader of that structure, which throws all sorts of unchecked exceptions; none may be left
     *     for later
     */
    static <T> T read(byte[] der, Function<Object, T> as) throws MalformedMessage {
        try {
            ASN1Primitive structure = ASN1Primitive.fromByteArray(der);
            if (structure != null) { // as for no bytes at all
                return as.apply(structure);
            }
        } catch (IOException | RuntimeException e) {
            // said below
        }
        throw new MalformedMessage(STRUCTURE);
    }

    /** RFC 8017, A.1.2; the exponents for the primes are worked out again from d. */
    static KeyMaterial rsa(byte[] der) throws MalformedMessage {
        RSAPrivateKey key = read(der, RSAPrivateKey::getInstance);
        byte[] fields = PrivateFields.ofRsa(
                notNegative(key.getModulus()),
                notNegative(key.getPublicExponent()),
                notNegative(key.getPrivateExponent()),
                notNegative(key.getCoefficient()),
                notNegative(key.getPrime1()),
                notNegative(key.getPrime2()));
        return new KeyMaterial("ssh-rsa", fields, null, NO_COMMENT);
    }

    private static BigInteger notNegative(BigInteger number) throws MalformedMessage {
        if (number.signum() < 0) {
            throw new MalformedMessage("a negative number");
        }
        return number;
    }

    /**
     * RFC 5915.
     *
     * @param outerCurve what the structure around it says of the curve; null when there is none
     */
    static KeyMaterial ec(byte[] der, @Nullable ASN1Encodable outerCurve, String name)
            throws MalformedMessage, UnusableInput {
        EcParts key = read(der, EcParts::of);
        ASN1Encodable innerCurve = key.curve;
        ASN1Encodable curve = outerCurve == null ? innerCurve : outerCurve;
        if (curve == null || innerCurve != null && !curve.equals(innerCurve)) {
            throw new MalformedMessage("its curve");
        }
        String keyType = keyType(curve, name);
        byte[] point = EcdsaKey.point(keyType, key.d);
        if (key.point != null && !Arrays.equals(point, uncompressed(keyType, key.point))) {
            throw UnusableKey.cannotBeUsed(name + " holds", PrivateKeys.HALVES);
        }
        return new KeyMaterial(keyType, PrivateFields.ofEcdsa(keyType, point, key.d), null, NO_COMMENT);
    }

    private record EcParts(@Nullable ASN1Encodable curve, BigInteger d, byte @Nullable [] point) {
        // the library looks at the optional parts only when asked for them
        static EcParts of(Object structure) {
            ECPrivateKey key = ECPrivateKey.getInstance(structure);
            ASN1BitString point = key.getPublicKey();
            return new EcParts(key.getParametersObject(), key.getKey(), point == null ? null : point.getOctets());
        }
    }

    private static String keyType(ASN1Encodable curve, String name) throws UnusableInput {
        if (!(curve instanceof ASN1ObjectIdentifier oid)) {
            throw UnusableKey.onCurve(name, "a curve without a name");
        }
        if (oid.equals(SECObjectIdentifiers.secp256r1)) {
            return "ecdsa-sha2-nistp256";
        }
        if (oid.equals(SECObjectIdentifiers.secp384r1)) {
            return "ecdsa-sha2-nistp384";
        }
        if (oid.equals(SECObjectIdentifiers.secp521r1)) {
            return "ecdsa-sha2-nistp521";
        }
        throw UnusableKey.onCurve(name, oid.equals(SECObjectIdentifiers.secp256k1) ? "secp256k1" : "curve " + oid);
    }

    private static byte[] uncompressed(String keyType, byte[] point) throws MalformedMessage {
        try {
            return EcdsaKey.curve(keyType).getCurve().decodePoint(point).getEncoded(false);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessage("a point that is not on its curve");
        }
    }

    /**
     * RFC 8410, 7.
     *
     * @param stated the public key, as the structure around it says; null when it does not
     */
    static KeyMaterial ed25519(byte[] seed, byte @Nullable [] stated) throws MalformedMessage {
        if (seed.length != Ed25519.SEED) {
            throw new MalformedMessage("an Ed25519 key of " + seed.length + " bytes");
        }
        byte[] fields = PrivateFields.ofEd25519(seed, QuickEd25519.publicKey(seed, 0));
        Blob claimed = stated == null
                ? null
                : Blob.of(new SshWriter().string("ssh-ed25519").string(stated).toBytes());
        return new KeyMaterial("ssh-ed25519", fields, claimed, NO_COMMENT);
    }
}
