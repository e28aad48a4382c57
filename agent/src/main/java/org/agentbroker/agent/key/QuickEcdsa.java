package org.agentbroker.agent.key;

import java.math.BigInteger;
import org.agentbroker.agent.wire.SshWriter;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;

/** ECDSA by BouncyCastle: half of the time that the newest JDK takes, a seventh of 17's, after a quarter of a second. */
final class QuickEcdsa {
    private QuickEcdsa() {}

    /** In SSH's form (RFC 5656, 3.1.2), with the nonce of RFC 6979: no weakness of a random number shows the key. */
    static byte[] sign(SignatureAlgorithm algorithm, BigInteger d, byte[] data) {
        Digest digest = digest(algorithm);
        digest.update(data, 0, data.length);
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(digest(algorithm)));
        signer.init(true, new ECPrivateKeyParameters(d, new ECDomainParameters(EcdsaKey.curve(algorithm.keyType()))));
        BigInteger[] signature = signer.generateSignature(hash);
        return new SshWriter().mpint(signature[0]).mpint(signature[1]).toBytes();
    }

    private static Digest digest(SignatureAlgorithm algorithm) {
        return switch (algorithm) {
            case ECDSA_P256 -> new SHA256Digest();
            case ECDSA_P384 -> new SHA384Digest();
            default -> new SHA512Digest();
        };
    }
}
