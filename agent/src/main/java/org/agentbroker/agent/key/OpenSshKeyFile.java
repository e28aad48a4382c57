package org.agentbroker.agent.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.KeyFields;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshReader;
import org.jspecify.annotations.Nullable;

/** Key files as {@code ssh-keygen} writes them: OpenSSH PROTOCOL.key. Holds the bytes in arrays that it wipes. */
final class OpenSshKeyFile {
    private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);

    private OpenSshKeyFile() {}

    static KeyMaterial read(byte[] binary, String name, @Nullable Secret passphrase) throws UnusableInput {
        try {
            return container(binary, name, passphrase);
        } catch (MalformedMessage e) {
            throw UnusableKey.damaged(name, e.getMessage());
        }
    }

    private static KeyMaterial container(byte[] binary, String name, @Nullable Secret passphrase)
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

    private static KeyMaterial privateSection(byte[] section, Blob publicBlob, String name, boolean plain)
            throws MalformedMessage, UnusableInput {
        SshReader in = new SshReader(section);
        if (in.int32("check") != in.int32("check")) {
            if (plain) {
                throw new MalformedMessage("its check numbers differ");
            }
            throw UnusableKey.wrongPassphrase(name);
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
        return new KeyMaterial(type, fields, publicBlob, comment);
    }

    private static void skipFields(String type, SshReader in, String name) throws MalformedMessage, UnusableInput {
        int fields = KeyFields.count(type);
        if (fields == 0) {
            throw UnusableKey.ofType(name + " holds", type);
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
}
