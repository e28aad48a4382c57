package org.agentbroker.agent.key;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text around a key (RFC 7468): lines of dashes with a label, between them base64, before that perhaps headers (RFC
 * 1421). Its bytes are zero after {@link #close()}.
 */
final class Armor implements AutoCloseable {
    private static final byte[] BEGIN = ascii("-----BEGIN ");
    private static final byte[] DASHES = ascii("-----");
    private static final String KEY = "PRIVATE KEY";
    private static final int LONGEST_LABEL = 64;

    private final String label;
    private final List<String> headers;
    private final byte[] bytes;

    private Armor(String label, List<String> headers, byte[] bytes) {
        this.label = label;
        this.headers = headers;
        this.bytes = bytes;
    }

    /** The first private key in the text; null when there is none. What stands before and after it does not count. */
    static @Nullable Armor find(byte[] text, String name) throws UnusableInput {
        for (int at = indexOf(text, BEGIN, 0); at >= 0; at = indexOf(text, BEGIN, at + 1)) {
            boolean startsLine = at == 0 || text[at - 1] == '\n' || text[at - 1] == '\r';
            int from = at + BEGIN.length;
            int to = indexOf(text, DASHES, from);
            if (!startsLine || to < 0 || to - from > LONGEST_LABEL) {
                continue;
            }
            String label = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
            if (label.endsWith(KEY)) {
                return read(text, to + DASHES.length, label, name);
            }
        }
        return null;
    }

    private static Armor read(byte[] text, int from, String label, String name) throws UnusableInput {
        int to = indexOf(text, ascii("-----END " + label + "-----"), from);
        if (to < 0) {
            throw UnusableKey.cutOff(name);
        }
        byte[] body = Arrays.copyOfRange(text, from, to);
        List<String> headers = new ArrayList<>();
        byte[] base64 = {};
        try {
            base64 = withoutSpace(body, takeHeaders(body, headers));
            return new Armor(label, headers, Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw UnusableKey.damaged(name, "its base64 text");
        } finally {
            Arrays.fill(body, (byte) 0);
            Arrays.fill(base64, (byte) 0);
        }
    }

    // no base64 text has a colon; the headers end at an empty line, which has none either
    private static int takeHeaders(byte[] body, List<String> headers) {
        int start = 0;
        int after = 0;
        while (start < body.length) {
            int end = start;
            boolean colon = false;
            while (end < body.length && body[end] != '\n') {
                colon |= body[end] == ':';
                end++;
            }
            if (colon) {
                headers.add(new String(body, start, end - start, StandardCharsets.ISO_8859_1).strip());
                after = end;
            } else if (end - start > 1) {
                break;
            }
            start = end + 1;
        }
        return after;
    }

    private static byte[] withoutSpace(byte[] text, int from) {
        byte[] dense = new byte[text.length - from];
        int length = 0;
        for (int i = from; i < text.length; i++) {
            if (text[i] != '\n' && text[i] != '\r' && text[i] != ' ' && text[i] != '\t') {
                dense[length++] = text[i];
            }
        }
        byte[] exact = Arrays.copyOf(dense, length);
        Arrays.fill(dense, (byte) 0);
        return exact;
    }

    /** Such as {@code OPENSSH PRIVATE KEY}. */
    String label() {
        return label;
    }

    /** The value of a header; null when it is not there. */
    @Nullable
    String header(String key) {
        return headers.stream()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.substring(key.length() + 1).strip())
                .findFirst()
                .orElse(null);
    }

    /** What the base64 text stands for; lent until the close. */
    byte[] bytes() {
        return bytes;
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    static int indexOf(byte[] bytes, byte[] wanted, int from) {
        for (int i = from; i <= bytes.length - wanted.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
