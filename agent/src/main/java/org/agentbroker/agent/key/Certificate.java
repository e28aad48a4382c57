package org.agentbroker.agent.key;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshReader;

/**
 * An OpenSSH certificate (PROTOCOL.certkeys): a public key with what an authority says of it. One exists only when it
 * is well formed and the authority's signature verifies; whether it is valid now, and for whom, is asked of it.
 */
public final class Certificate {
    private static final String SUFFIX = "-cert-v01@openssh.com";
    static final int USER = 1;
    private static final int HOST = 2;
    // myproposal.h SSH_ALLOWED_CA_SIGALGS, without webauthn's
    private static final Set<String> AUTHORITY_ALGORITHMS = Set.of(
            "ssh-ed25519",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "sk-ssh-ed25519@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com",
            "rsa-sha2-512",
            "rsa-sha2-256");

    private final Blob blob;
    private final String type;
    private final String keyType;
    private final Blob plainKey;
    private final long serial;
    private final int kind;
    private final String keyId;
    private final List<String> principals;
    private final Instant validAfter;
    private final Instant validBefore;
    private final boolean critical;
    private final Blob caKey;
    private final String caAlgorithm;

    // sshkey.c, sshkey_from_blob_internal and cert_parse
    private Certificate(Blob blob) throws MalformedMessage, GeneralSecurityException {
        byte[] bytes = blob.toBytes();
        SshReader in = new SshReader(bytes);
        this.blob = blob;
        type = in.name("certificate type");
        keyType = plainType(type)
                .orElseThrow(() -> new MalformedMessage(
                        "a certificate of type " + PublicKeys.printable(type) + ", which is not supported"));
        in.string("nonce");
        plainKey = CertificateFields.plainKey(keyType, in);
        PublicKeys.decode(plainKey);
        serial = CertificateFields.int64(in, "serial number");
        kind = in.int32("kind");
        keyId = CertificateFields.text(in, "key id");
        principals = CertificateFields.principals(in.string("principals"));
        validAfter = CertificateFields.instant(CertificateFields.int64(in, "start"));
        validBefore = CertificateFields.instant(CertificateFields.int64(in, "end"));
        critical = !CertificateFields.areOptionsEmpty(in.string("critical options"));
        CertificateFields.areOptionsEmpty(in.string("extensions"));
        in.string("reserved");
        caKey = in.blob("authority's key");
        byte[] signed = Arrays.copyOf(bytes, in.position());
        Blob signature = in.blob("signature");
        in.end();
        if (kind != USER && kind != HOST) {
            throw new MalformedMessage("a certificate neither for a user nor for a host");
        }
        caAlgorithm = PublicKeys.type(signature);
        if (!AuthorityKey.decode(caKey).hasSigned(signed, signature)) {
            throw new MalformedMessage("the authority has not signed this certificate");
        }
    }

    /** @throws MalformedMessage when it is no certificate of a supported type, or its signature does not verify */
    public static Certificate decode(Blob blob) throws MalformedMessage {
        try {
            return new Certificate(blob);
        } catch (GeneralSecurityException e) {
            throw new MalformedMessage("its numbers are not those of a key");
        }
    }

    /** Reads {@code TYPE BASE64 [COMMENT]}, the form of a {@code -cert.pub} file. */
    public static Certificate parse(String line) throws MalformedMessage {
        String[] words = line.strip().split("\\s+", 3);
        if (words.length < 2) {
            throw new MalformedMessage("a certificate needs its type and its base64 text");
        }
        Certificate certificate;
        try {
            certificate = decode(Blob.of(Base64.getDecoder().decode(words[1])));
        } catch (IllegalArgumentException e) {
            throw new MalformedMessage("its base64 text");
        }
        if (!certificate.type.equals(words[0])) {
            throw new MalformedMessage(
                    "it is called " + PublicKeys.printable(words[0]) + " but is " + certificate.type);
        }
        return certificate;
    }

    /** The type of the key in a certificate of this type; none when it is not the name of a supported one. */
    public static Optional<String> plainType(String certificateType) {
        return PublicKeys.TYPES.stream()
                .filter(plain -> certified(plain).equals(certificateType))
                .findFirst();
    }

    static String certified(String name) {
        return (name.endsWith("@openssh.com") ? name.substring(0, name.indexOf('@')) : name) + SUFFIX;
    }

    /** The certificate as on the wire. */
    public Blob blob() {
        return blob;
    }

    /** The certificate's type, such as {@code ssh-ed25519-cert-v01@openssh.com}. */
    public String type() {
        return type;
    }

    /** The type of the key in it, such as {@code ssh-ed25519}. */
    public String keyType() {
        return keyType;
    }

    /** The key in it, as it stands without a certificate. */
    public Blob plainKey() {
        return plainKey;
    }

    /** It lets a user log in. */
    public boolean isUser() {
        return kind == USER;
    }

    /** It proves a host. */
    public boolean isHost() {
        return kind == HOST;
    }

    /** As the authority counts; unsigned. */
    public long serial() {
        return serial;
    }

    /** What the authority calls it, for people and logs. */
    public String keyId() {
        return keyId;
    }

    /** Users or hosts that it is for, at most 256; empty for all, if the authority is that careless. */
    public List<String> principals() {
        return principals;
    }

    /** The first moment of its validity. */
    public Instant validAfter() {
        return validAfter;
    }

    /** The first moment when it is no longer valid; {@link Instant#MAX} for one that is valid for ever. */
    public Instant validBefore() {
        return validBefore;
    }

    /** Whether that moment is within its validity; its end is not. */
    public boolean isValidAt(Instant now) {
        return !now.isBefore(validAfter) && now.isBefore(validBefore);
    }

    /** The authority's public key. */
    public Blob caKey() {
        return caKey;
    }

    /**
     * Whether it vouches for this host now: a host certificate, valid, without critical options, signed with an
     * algorithm that OpenSSH allows its authorities, and the name matches one of its principals, which may be patterns
     * with {@code *} and {@code ?} (sshkey.c, sshkey_cert_check_host). That its authority is trusted is the caller's
     * matter.
     */
    public boolean admitsHost(String hostname, Instant now) {
        return isHost()
                && isValidAt(now)
                && !critical
                && AUTHORITY_ALGORITHMS.contains(caAlgorithm)
                && principals.stream().anyMatch(pattern -> NamePattern.matches(hostname, pattern));
    }

    /** Its type, the fingerprint of its key, and whom it is for: nothing that somebody chose. */
    @Override
    public String toString() {
        return type + " " + plainKey.fingerprint() + " " + (isHost() ? "host" : "user");
    }
}
