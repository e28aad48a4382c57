package org.agentbroker.agent.key;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECPrivateKeySpec;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshReader;
import org.agentbroker.agent.wire.SshWriter;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** A private ECDSA key on a NIST curve. */
final class EcdsaKey {
    private static final byte[] PROOF =
            "agentbroker: do these halves belong together?".getBytes(StandardCharsets.UTF_8);
    private static final String NO_KEY = "a number that is no key on its curve";

    private final String keyType;
    private final byte[] point;
    private final BigInteger d;

    private EcdsaKey(String keyType, byte[] point, BigInteger d) {
        this.keyType = keyType;
        this.point = point;
        this.d = d;
    }

    static EcdsaKey read(String keyType, byte[] fields) throws MalformedMessage {
        SshReader in = new SshReader(fields);
        if (!keyType.equals("ecdsa-sha2-" + in.name("curve"))) {
            throw new MalformedMessage("a key on another curve than its type says");
        }
        EcdsaKey key = new EcdsaKey(keyType, in.string("point"), in.mpint("d"));
        in.end();
        return key;
    }

    /**
     * The public key, after it was found that the point belongs to the number: it verifies what the number signs. To
     * multiply is cheaper, but the JDK does not, and the other library's curves take a quarter of a second to load.
     */
    Blob proven() throws MalformedMessage, GeneralSecurityException {
        if (d.signum() <= 0 || d.compareTo(PublicKeys.curve(keyType).getOrder()) >= 0) {
            throw new MalformedMessage(NO_KEY);
        }
        Blob blob = Blob.of(new SshWriter()
                .string(keyType)
                .string(keyType.substring("ecdsa-sha2-".length()))
                .string(point)
                .toBytes());
        SignatureAlgorithm algorithm = SignatureAlgorithm.named(keyType).orElseThrow();
        if (!PublicKeys.decode(blob).primitive().verify(algorithm, PROOF, sign(algorithm, PROOF, false))) {
            throw new MalformedMessage(PrivateKeys.HALVES);
        }
        return blob;
    }

    /** Q = d·G, uncompressed (SEC 1, 3.2.1). */
    static byte[] point(String keyType, BigInteger d) throws MalformedMessage {
        X9ECParameters curve = curve(keyType);
        if (d.signum() <= 0 || d.compareTo(curve.getN()) >= 0) {
            throw new MalformedMessage(NO_KEY);
        }
        return new FixedPointCombMultiplier()
                .multiply(curve.getG(), d)
                .normalize()
                .getEncoded(false);
    }

    static X9ECParameters curve(String keyType) {
        return CustomNamedCurves.getByName("P-" + keyType.substring(keyType.length() - 3));
    }

    /** In SSH's form; {@code often} as for {@link PrivateKeys#sign}. */
    byte[] sign(SignatureAlgorithm algorithm, byte[] data, boolean often) throws GeneralSecurityException {
        if (often) {
            return QuickEcdsa.sign(algorithm, d, data);
        }
        Signature signer = Signature.getInstance(algorithm.jcaName());
        signer.initSign(jdk());
        signer.update(data);
        return algorithm.toSsh(signer.sign());
    }

    private PrivateKey jdk() throws GeneralSecurityException {
        return KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(d, PublicKeys.curve(keyType)));
    }
}
