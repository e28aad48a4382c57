package org.agentbroker.agent.key;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.stream.Collectors;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshReader;
import org.agentbroker.agent.wire.SshWriter;

/** Writes and signs a user's certificate (PROTOCOL.certkeys; OpenSSH sshkey.c, sshkey_certify_custom). */
final class CertificateIssue {
    private static final int NONCE = 32;

    private CertificateIssue() {}

    /** @throws UnusableInput when the authority is a certificate: no SSH program believes those */
    static Certificate of(Blob plainKey, AgentKey authority, CertificateContents contents) throws UnusableInput {
        if (authority.certificate() != null) {
            throw new UnusableInput(
                    "the authority " + authority.fingerprint()
                            + " has a certificate itself, so nobody believes what it signs",
                    "take the key of an authority, without KEYFILE-cert.pub");
        }
        SignatureAlgorithm algorithm =
                SignatureAlgorithm.strongest(authority.keyType()).orElseThrow();
        try {
            SshWriter certificate = unsigned(plainKey, authority, contents);
            Blob signature = authority.sign(algorithm, certificate.toBytes());
            return Certificate.decode(Blob.of(certificate.string(signature).toBytes()));
        } catch (MalformedMessage | GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that cannot be made: " + e.getMessage(), e);
        }
    }

    private static SshWriter unsigned(Blob plainKey, AgentKey authority, CertificateContents contents)
            throws MalformedMessage {
        SshReader key = new SshReader(plainKey.toBytes());
        SshWriter out = new SshWriter().string(Certificate.certified(key.name("key type")));
        byte[] nonce = new byte[NONCE];
        new SecureRandom().nextBytes(nonce);
        out.string(nonce);
        while (key.hasMore()) { // its fields, all of them strings, stand in both in the same order
            out.string(key.string("field"));
        }
        int64(out, contents.serial());
        out.int32(Certificate.USER).string(contents.keyId()).string(principals(contents));
        int64(out, contents.validAfter().getEpochSecond());
        int64(out, contents.validBefore().getEpochSecond());
        return out.string(criticalOptions(contents))
                .string("") // extensions
                .string("") // reserved
                .string(authority.publicBlob());
    }

    private static byte[] principals(CertificateContents contents) {
        SshWriter out = new SshWriter();
        contents.principals().forEach(out::string);
        return out.toBytes();
    }

    // in the order of their names; each value is a string within a string
    private static byte[] criticalOptions(CertificateContents contents) {
        SshWriter out = new SshWriter();
        String command = contents.forceCommand();
        if (command != null) {
            option(out, "force-command", command);
        }
        if (!contents.sourceAddresses().isEmpty()) {
            String list = contents.sourceAddresses().stream()
                    .map(SourceAddress::toString)
                    .collect(Collectors.joining(","));
            option(out, "source-address", list);
        }
        return out.toBytes();
    }

    private static void option(SshWriter out, String name, String value) {
        out.string(name).string(new SshWriter().string(value).toBytes());
    }

    private static void int64(SshWriter out, long value) {
        out.int32((int) (value >>> Integer.SIZE)).int32((int) value);
    }
}
