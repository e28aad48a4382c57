package org.agentbroker.agent.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.agentbroker.agent.wire.Blob;

/** A key file without a passphrase, as {@code ssh-keygen} writes it: OpenSSH PROTOCOL.key. Wipes what it puts together. */
final class OpenSshKeyWriter {
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NONE = "none".getBytes(StandardCharsets.US_ASCII);
    private static final int BLOCK = 8; // of the cipher "none"
    private static final int LINE = 70;

    private OpenSshKeyWriter() {}

    /** The file's bytes, to be wiped by the caller. */
    static byte[] write(String keyType, Blob publicBlob, byte[] privateFields, String comment) {
        byte[] section = section(keyType.getBytes(StandardCharsets.US_ASCII), privateFields, comment);
        byte[] blob = publicBlob.toBytes();
        int length =
                MAGIC.length + 2 * (Integer.BYTES + NONE.length) + 4 * Integer.BYTES + blob.length + section.length;
        ByteBuffer binary = ByteBuffer.allocate(length);
        binary.put(MAGIC);
        string(binary, NONE); // cipher
        string(binary, NONE); // key derivation
        binary.putInt(0); // its options
        binary.putInt(1); // number of keys
        string(binary, blob);
        string(binary, section);
        byte[] base64 = Base64.getEncoder().encode(binary.array());
        try {
            return armored(base64);
        } finally {
            Arrays.fill(section, (byte) 0);
            Arrays.fill(binary.array(), (byte) 0);
            Arrays.fill(base64, (byte) 0);
        }
    }

    private static byte[] section(byte[] type, byte[] privateFields, String comment) {
        byte[] remark = comment.getBytes(StandardCharsets.UTF_8);
        int plain = 4 * Integer.BYTES + type.length + privateFields.length + remark.length;
        ByteBuffer section = ByteBuffer.allocate((plain + BLOCK - 1) / BLOCK * BLOCK);
        int check = new SecureRandom().nextInt();
        section.putInt(check).putInt(check);
        string(section, type);
        section.put(privateFields);
        string(section, remark);
        for (byte i = 1; section.hasRemaining(); i++) {
            section.put(i);
        }
        return section.array();
    }

    private static void string(ByteBuffer to, byte[] bytes) {
        to.putInt(bytes.length).put(bytes);
    }

    private static byte[] armored(byte[] base64) {
        byte[] begin = Armor.ascii("-----BEGIN OPENSSH PRIVATE KEY-----\n");
        byte[] end = Armor.ascii("-----END OPENSSH PRIVATE KEY-----\n");
        int lines = (base64.length + LINE - 1) / LINE;
        ByteBuffer text = ByteBuffer.allocate(begin.length + base64.length + lines + end.length);
        text.put(begin);
        for (int at = 0; at < base64.length; at += LINE) {
            text.put(base64, at, Math.min(LINE, base64.length - at)).put((byte) '\n');
        }
        return text.put(end).array();
    }
}
