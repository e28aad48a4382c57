package org.agentbroker.agent.key;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshReader;
import org.agentbroker.agent.wire.SshWriter;

/**
 * The signatures that are made and believed here. SHA-1 ({@code ssh-rsa}) and DSA are not among them, so nothing can
 * ask for them.
 */
public enum SignatureAlgorithm {
    ED25519("ssh-ed25519", "ssh-ed25519", 0, "", 0),
    ECDSA_P256("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", 0, "SHA256withECDSAinP1363Format", 32),
    ECDSA_P384("ecdsa-sha2-nistp384", "ecdsa-sha2-nistp384", 0, "SHA384withECDSAinP1363Format", 48),
    ECDSA_P521("ecdsa-sha2-nistp521", "ecdsa-sha2-nistp521", 0, "SHA512withECDSAinP1363Format", 66),
    /** OpenSSH ssh-mldsa-eddsa.c: ML-DSA-44 and Ed25519, both of which must verify. */
    MLDSA44_ED25519("ssh-mldsa44-ed25519@openssh.com", "ssh-mldsa44-ed25519@openssh.com", 0, "", 0),
    RSA_SHA512("rsa-sha2-512", "ssh-rsa", 4, "SHA512withRSA", 0),
    RSA_SHA256("rsa-sha2-256", "ssh-rsa", 2, "SHA256withRSA", 0);

    private final String sshName;
    private final String keyType;
    private final int flags;
    private final String jcaName;
    private final int scalarLength;

    SignatureAlgorithm(String sshName, String keyType, int flags, String jcaName, int scalarLength) {
        this.sshName = sshName;
        this.keyType = keyType;
        this.flags = flags;
        this.jcaName = jcaName;
        this.scalarLength = scalarLength;
    }

    /** The name on the wire (RFC 5656, 6.2; RFC 8332, 3; RFC 8709, 4). */
    public String sshName() {
        return sshName;
    }

    /** The type of the keys that make it, not of their certificates. */
    public String keyType() {
        return keyType;
    }

    /**
     * The name that a login states in its userauth request: with a certificate, the one that says so (OpenSSH sshkey.c:
     * {@code rsa-sha2-512-cert-v01@openssh.com}). The signature itself is always called {@link #sshName()}.
     */
    public String loginName(boolean certified) {
        return certified ? Certificate.certified(sshName) : sshName;
    }

    /** The JDK's name; empty for those that {@link Ed25519} and {@link MlDsaEd25519} do. */
    String jcaName() {
        return jcaName;
    }

    /** Empty for SHA-1, DSA and what is unknown. */
    public static Optional<SignatureAlgorithm> named(String sshName) {
        return Stream.of(values()).filter(a -> a.sshName.equals(sshName)).findFirst();
    }

    /** What an agent request for this key with these flags means: exactly one algorithm or none (RFC 9987, 3.6.1). */
    public static Optional<SignatureAlgorithm> requested(String keyType, int flags) {
        return Stream.of(values())
                .filter(a -> a.keyType.equals(keyType) && a.flags == flags)
                .findFirst();
    }

    /** The strongest one for a key of this type. */
    static Optional<SignatureAlgorithm> strongest(String keyType) {
        return Stream.of(values()).filter(a -> a.keyType.equals(keyType)).findFirst();
    }

    /** From the JDK's form to SSH's: for ECDSA the two numbers (RFC 5656, 3.1.2), else as it is. */
    byte[] toSsh(byte[] signature) {
        if (scalarLength == 0) {
            return signature;
        }
        return new SshWriter()
                .mpint(new BigInteger(1, signature, 0, scalarLength))
                .mpint(new BigInteger(1, signature, scalarLength, scalarLength))
                .toBytes();
    }

    byte[] fromSsh(byte[] signature, int modulusLength) throws MalformedMessage {
        if (keyType.equals("ssh-rsa")) {
            return leftPadded(signature, modulusLength);
        }
        if (scalarLength == 0) {
            return signature;
        }
        SshReader in = new SshReader(signature);
        byte[] r = leftPadded(in.mpint("r").toByteArray(), scalarLength);
        byte[] s = leftPadded(in.mpint("s").toByteArray(), scalarLength);
        in.end();
        byte[] both = Arrays.copyOf(r, 2 * scalarLength);
        System.arraycopy(s, 0, both, scalarLength, scalarLength);
        return both;
    }

    // RSA implementations may leave out leading zeros (RFC 8332, 3 forbids it, OpenSSH's ssh-rsa.c pads all the same)
    private static byte[] leftPadded(byte[] number, int length) throws MalformedMessage {
        int from = 0;
        while (from < number.length - 1 && number[from] == 0 && number.length - from > length) {
            from++;
        }
        int significant = number.length - from;
        if (significant > length) {
            throw new MalformedMessage("signature is too long");
        }
        byte[] padded = new byte[length];
        System.arraycopy(number, from, padded, length - significant, significant);
        return padded;
    }
}
