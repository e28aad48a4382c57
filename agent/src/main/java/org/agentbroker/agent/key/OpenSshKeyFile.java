package org.agentbroker.agent.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshReader;
import org.jspecify.annotations.Nullable;

/** Key files as {@code ssh-keygen} writes them: OpenSSH PROTOCOL.key. Holds the bytes in arrays that it wipes. */
final class OpenSshKeyFile {
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEGIN = "-----BEGIN OPENSSH PRIVATE KEY-----".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "-----END OPENSSH PRIVATE KEY-----".getBytes(StandardCharsets.US_ASCII);

    private OpenSshKeyFile() {}

    static OpenSshKey read(byte[] contents, String name, @Nullable Secret passphrase) throws UnusableInput {
        byte[] binary = unarmored(contents, name);
        try {
            return container(binary, name, passphrase);
        } catch (MalformedMessage e) {
            throw new UnusableInput(name + " is damaged: " + e.getMessage(), "restore it, or make a new key");
        } finally {
            Arrays.fill(binary, (byte) 0);
        }
    }

    private static byte[] unarmored(byte[] contents, String name) throws UnusableInput {
        int begin = indexOf(contents, BEGIN, 0);
        int end = begin < 0 ? -1 : indexOf(contents, END, begin);
        if (end < 0) {
            throw notOurs(contents, name, begin >= 0);
        }
        byte[] text = Arrays.copyOfRange(contents, begin + BEGIN.length, end);
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new UnusableInput(name + " is damaged: its base64 text", "restore it, or make a new key");
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    private static UnusableInput notOurs(byte[] contents, String name, boolean cutOff) {
        if (cutOff) {
            return new UnusableInput(name + " is cut off", "restore it, or make a new key");
        }
        if (contents.length > 4 && indexOf(contents, "PRIVATE KEY-----".getBytes(StandardCharsets.US_ASCII), 0) > 0) {
            return new UnusableInput(name + " is not in OpenSSH's format", "convert it: ssh-keygen -p -f " + name);
        }
        for (String type : new String[] {"ssh-", "ecdsa-", "sk-"}) {
            if (indexOf(contents, type.getBytes(StandardCharsets.US_ASCII), 0) == 0) {
                return new UnusableInput(name + " holds a public key", "name the file without .pub");
            }
        }
        return new UnusableInput(name + " is not a key file", "make one: ssh-keygen -t ed25519 -f FILE");
    }

    private static OpenSshKey container(byte[] binary, String name, @Nullable Secret passphrase)
            throws MalformedMessage, UnusableInput {
        if (binary.length < MAGIC.length || !Arrays.equals(binary, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new MalformedMessage("its header");
        }
        byte[] body = Arrays.copyOfRange(binary, MAGIC.length, binary.length);
        try {
            SshReader in = new SshReader(body);
            KeyEncryption encryption =
                    new KeyEncryption(in.name("cipher"), in.name("key derivation"), in.string("options"));
            if (in.int32("number of keys") != 1) {
                throw new MalformedMessage("it does not hold exactly one key");
            }
            Blob publicBlob = in.blob("public key");
            byte[] sealed = in.string("private key");
            byte[] tag = in.rest();
            byte[] section = encryption.open(sealed, tag, name, passphrase);
            try {
                return privateSection(section, publicBlob, name, encryption.isNone());
            } finally {
                Arrays.fill(section, (byte) 0);
                Arrays.fill(sealed, (byte) 0);
            }
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    private static OpenSshKey privateSection(byte[] section, Blob publicBlob, String name, boolean plain)
            throws MalformedMessage, UnusableInput {
        SshReader in = new SshReader(section);
        if (in.int32("check") != in.int32("check")) {
            if (plain) {
                throw new MalformedMessage("its check numbers differ");
            }
            throw new UnusableInput("the passphrase does not open " + name, "check it: ssh-keygen -y -f " + name);
        }
        String type = in.name("key type");
        int from = in.position();
        skipFields(type, in, name);
        byte[] fields = Arrays.copyOfRange(section, from, in.position());
        String comment = new String(in.string("comment"), StandardCharsets.UTF_8);
        requirePadding(in.rest());
        if (!type.equals(PublicKeys.type(publicBlob))) {
            throw new MalformedMessage("its two halves are of different types");
        }
        return new OpenSshKey(type, publicBlob, fields, comment);
    }

    private static void skipFields(String type, SshReader in, String name) throws MalformedMessage, UnusableInput {
        int fields;
        switch (type) {
            case "ssh-ed25519":
                fields = 2;
                break;
            case "ecdsa-sha2-nistp256":
            case "ecdsa-sha2-nistp384":
            case "ecdsa-sha2-nistp521":
                fields = 3;
                break;
            case "ssh-rsa":
                fields = 6;
                break;
            default:
                throw new UnusableInput(
                        name + " holds a key of type " + PublicKeys.printable(type) + ", which is not supported",
                        "take a key of type ed25519, ecdsa or rsa");
        }
        for (int i = 0; i < fields; i++) {
            Arrays.fill(in.string("key field"), (byte) 0);
        }
    }

    private static void requirePadding(byte[] padding) throws MalformedMessage {
        for (int i = 0; i < padding.length; i++) {
            if (padding[i] != (byte) (i + 1)) {
                throw new MalformedMessage("its padding");
            }
        }
    }

    private static int indexOf(byte[] bytes, byte[] wanted, int from) {
        for (int i = from; i <= bytes.length - wanted.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }
}
