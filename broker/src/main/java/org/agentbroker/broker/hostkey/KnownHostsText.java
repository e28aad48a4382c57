package org.agentbroker.broker.hostkey;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.UnusableInput;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS), where every byte of others stays as it is: comments,
 * other encodings, other line ends, a last line without one. Bytes are taken for Latin-1 on the way, which keeps them.
 */
final class KnownHostsText {
    private final String file;
    private final String name;

    /**
     * @param file for messages
     * @param name from {@link HostPatterns#nameOf}
     */
    KnownHostsText(String file, String name) {
        this.file = file;
        this.name = name;
    }

    static String line(String name, HostPin key) {
        return name + " " + key.line();
    }

    /**
     * With the keys that do not stand there yet, at the end.
     *
     * @param replace other keys of the host go; else they stay
     * @throws UnusableInput when one of the keys is revoked there, or one that shall go stands there by a pattern
     */
    byte[] with(byte[] content, List<HostPin> keys, boolean replace) throws UnusableInput {
        List<HostPin> missing = new ArrayList<>(keys);
        StringBuilder text = new StringBuilder();
        List<String> lines = lines(content);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Entry entry = Entry.of(line.strip());
            if (entry == null || !HostPatterns.match(entry.names, name)) {
                text.append(line);
                continue;
            }
            if (entry.marker.equals("@revoked")) {
                requireOther(entry, keys, i + 1);
            }
            boolean wanted = keys.stream().anyMatch(entry::has);
            if (entry.marker.isEmpty() && wanted) {
                missing.removeIf(entry::has);
            }
            text.append(entry.marker.isEmpty() && !wanted && replace ? withoutUs(entry, line, i + 1) : line);
        }
        if (!missing.isEmpty() && !text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
            text.append('\n');
        }
        missing.forEach(key -> text.append(line(name, key)).append('\n'));
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private void requireOther(Entry entry, List<HostPin> keys, int number) throws UnusableInput {
        for (HostPin key : keys) {
            if (entry.has(key)) {
                throw new UnusableInput(
                        file + ":" + number + " says that " + key.fingerprint() + " is revoked",
                        "do not trust it; if that line is wrong, remove it");
            }
        }
    }

    private String withoutUs(Entry entry, String line, int number) throws UnusableInput {
        List<String> names = new ArrayList<>(Arrays.asList(entry.names.split(",")));
        boolean alone = names.size() == 1
                && (names.get(0).equalsIgnoreCase(name) || entry.names.startsWith(HostPatterns.HASHED));
        if (alone) {
            return "";
        }
        names.removeIf(each -> each.equalsIgnoreCase(name));
        String rest = String.join(",", names);
        if (HostPatterns.match(rest, name)) {
            throw new UnusableInput(
                    file + ":" + number + " pins the old key of " + name + " by a pattern", "correct that line");
        }
        int at = line.indexOf(entry.names);
        return line.substring(0, at) + rest + line.substring(at + entry.names.length());
    }

    /** Without these lines, each as {@link #line} makes it; the first of several that are the same. */
    static byte[] without(byte[] content, List<String> gone) {
        List<String> left = new ArrayList<>(gone);
        StringBuilder text = new StringBuilder();
        for (String line : lines(content)) {
            if (!left.remove(line.endsWith("\n") ? line.substring(0, line.length() - 1) : line)) {
                text.append(line);
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** With their ends. */
    private static List<String> lines(byte[] content) {
        List<String> lines = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (byte b : content) {
            line.write(b);
            if (b == '\n') {
                lines.add(line.toString(StandardCharsets.ISO_8859_1));
                line.reset();
            }
        }
        if (line.size() > 0) {
            lines.add(line.toString(StandardCharsets.ISO_8859_1));
        }
        return lines;
    }

    private record Entry(String marker, String names, String type, String base64) {
        /** Null for what names no host: comments, empty lines, what is cut off. */
        static @Nullable Entry of(String line) {
            String[] words = line.split("\\s+", 5);
            int at = words[0].startsWith("@") ? 1 : 0;
            if (line.startsWith("#") || words.length < at + 3) {
                return null;
            }
            return new Entry(at == 1 ? words[0] : "", words[at], words[at + 1], words[at + 2]);
        }

        boolean has(HostPin key) {
            return (type + " " + base64).equals(key.line());
        }
    }
}
