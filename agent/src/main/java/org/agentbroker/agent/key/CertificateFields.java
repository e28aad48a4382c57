package org.agentbroker.agent.key;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshReader;
import org.agentbroker.agent.wire.SshWriter;

/** Reads the parts of a certificate (PROTOCOL.certkeys). */
final class CertificateFields {
    static final int MOST_PRINCIPALS = 256; // sshkey.h SSHKEY_CERT_MAX_PRINCIPALS

    private CertificateFields() {}

    /** The public key without a certificate: its fields stand in both in the same order. */
    static Blob plainKey(String keyType, SshReader in) throws MalformedMessage {
        SshWriter key = new SshWriter().string(keyType);
        int fields = keyType.equals("ssh-rsa") || keyType.startsWith("ecdsa-") ? 2 : 1;
        for (int i = 0; i < fields; i++) {
            key.string(in.string("key"));
        }
        return Blob.of(key.toBytes());
    }

    static List<String> principals(byte[] section) throws MalformedMessage {
        SshReader in = new SshReader(section);
        List<String> principals = new ArrayList<>();
        while (in.position() < section.length) {
            if (principals.size() == MOST_PRINCIPALS) {
                throw new MalformedMessage("more than " + MOST_PRINCIPALS + " principals");
            }
            principals.add(text(in, "principal"));
        }
        return List.copyOf(principals);
    }

    /** PROTOCOL.certkeys: in the order of their names, each once, though OpenSSH's reader does not look. */
    static boolean areOptionsEmpty(byte[] section) throws MalformedMessage {
        SshReader in = new SshReader(section);
        byte[] last = null;
        while (in.position() < section.length) {
            byte[] name = in.string("option");
            in.string("value of an option");
            if (last != null && Arrays.compareUnsigned(last, name) >= 0) {
                throw new MalformedMessage("options that are not in order");
            }
            last = name;
        }
        return section.length == 0;
    }

    static String text(SshReader in, String field) throws MalformedMessage {
        String text = new String(in.string(field), StandardCharsets.UTF_8);
        if (text.indexOf('\0') >= 0) {
            throw new MalformedMessage(field + " has a NUL in it");
        }
        return text;
    }

    static long int64(SshReader in, String field) throws MalformedMessage {
        return (long) in.int32(field) << Integer.SIZE | Integer.toUnsignedLong(in.int32(field));
    }

    /** The seconds are unsigned: "for ever" is the largest of them. */
    static Instant instant(long seconds) {
        return seconds < 0 || seconds > Instant.MAX.getEpochSecond() ? Instant.MAX : Instant.ofEpochSecond(seconds);
    }
}
