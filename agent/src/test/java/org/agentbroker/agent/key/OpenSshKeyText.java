package org.agentbroker.agent.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshReader;
import org.agentbroker.agent.wire.SshWriter;

/** Takes an unencrypted key file apart and puts it together again with a fault (OpenSSH PROTOCOL.key). */
final class OpenSshKeyText {
    private static final String MAGIC = "openssh-key-v1\0";

    private OpenSshKeyText() {}

    static byte[] binary(byte[] file) {
        String text = new String(file, StandardCharsets.US_ASCII).replaceAll("-----[^-]*-----", "");
        return Base64.getMimeDecoder().decode(text);
    }

    static byte[] armored(byte[] binary) {
        return ("-----BEGIN OPENSSH PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(binary)
                        + "\n-----END OPENSSH PRIVATE KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** A whole file whose private fields are given one by one; numbers as they stand in an mpint. */
    static byte[] file(Blob publicBlob, String type, byte[]... fields) {
        SshWriter section = new SshWriter().int32(7).int32(7).string(type);
        for (byte[] field : fields) {
            section.string(field);
        }
        return file(publicBlob, section.string("a comment").toBytes());
    }

    /** The public half of one file and the private half of another. */
    static byte[] mixed(byte[] publicFrom, byte[] privateFrom) {
        return file(publicBlob(publicFrom), section(privateFrom));
    }

    private static byte[] file(Blob publicBlob, byte[] section) {
        byte[] container = new SshWriter()
                .string("none")
                .string("none")
                .string("")
                .int32(1)
                .string(publicBlob)
                .string(section)
                .toBytes();
        byte[] magic = MAGIC.getBytes(StandardCharsets.US_ASCII);
        byte[] binary = new byte[magic.length + container.length];
        System.arraycopy(magic, 0, binary, 0, magic.length);
        System.arraycopy(container, 0, binary, magic.length, container.length);
        return armored(binary);
    }

    private static Blob publicBlob(byte[] file) {
        try {
            return reader(file).blob("public key");
        } catch (MalformedMessage e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] section(byte[] file) {
        try {
            SshReader in = reader(file);
            in.string("public key");
            return in.string("private key");
        } catch (MalformedMessage e) {
            throw new AssertionError(e);
        }
    }

    private static SshReader reader(byte[] file) throws MalformedMessage {
        byte[] binary = binary(file);
        byte[] body = Arrays.copyOfRange(binary, MAGIC.length(), binary.length);
        SshReader in = new SshReader(body);
        in.string("cipher");
        in.string("key derivation");
        in.string("options");
        in.int32("number of keys");
        return in;
    }
}
