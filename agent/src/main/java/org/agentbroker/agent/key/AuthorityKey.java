package org.agentbroker.agent.key;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshReader;
import org.agentbroker.agent.wire.SshWriter;

/** The keys that may sign certificates: those of {@link PublicKeys}, and those that a FIDO token keeps. */
final class AuthorityKey {
    private static final String ED25519 = "sk-ssh-ed25519@openssh.com";
    private static final String ECDSA = "sk-ecdsa-sha2-nistp256@openssh.com";

    private AuthorityKey() {}

    static VerifyingKey decode(Blob blob) throws MalformedMessage, GeneralSecurityException {
        SshReader in = new SshReader(blob.toBytes());
        String type = in.name("key type");
        if (!type.equals(ED25519) && !type.equals(ECDSA)) {
            return PublicKeys.decode(blob); // which knows no certificate, so none is signed by another
        }
        String plainType = type.equals(ED25519) ? "ssh-ed25519" : "ecdsa-sha2-nistp256";
        SshWriter plain = new SshWriter().string(plainType);
        if (type.equals(ECDSA)) {
            plain.string(in.string("curve"));
        }
        plain.string(in.string("key"));
        byte[] application = in.string("application");
        in.end();
        VerifyingKey key = PublicKeys.decode(Blob.of(plain.toBytes()));
        byte[] applicationHash = sha256(application);
        return (data, signature) -> {
            try {
                return verify(type, plainType, key, applicationHash, data, signature);
            } catch (MalformedMessage | GeneralSecurityException e) {
                return false;
            }
        };
    }

    // OpenSSH PROTOCOL.u2f, "SSH U2F signatures"; the flags are signed, but not looked at (sshkey.c, cert_parse)
    private static boolean verify(
            String type, String plainType, VerifyingKey key, byte[] applicationHash, byte[] data, Blob signature)
            throws MalformedMessage, GeneralSecurityException {
        SshReader in = new SshReader(signature.toBytes());
        if (!in.name("algorithm").equals(type)) {
            throw new MalformedMessage("a signature of another kind");
        }
        byte[] proper = in.string("signature");
        int flags = in.uint8("flags");
        int counter = in.int32("counter");
        in.end();
        SshWriter signed = new SshWriter();
        append(signed, applicationHash);
        append(signed.uint8(flags).int32(counter), sha256(data));
        Blob plain = Blob.of(new SshWriter().string(plainType).string(proper).toBytes());
        return key.hasSigned(signed.toBytes(), plain);
    }

    private static void append(SshWriter out, byte[] bytes) {
        for (byte b : bytes) {
            out.uint8(b);
        }
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }
}
