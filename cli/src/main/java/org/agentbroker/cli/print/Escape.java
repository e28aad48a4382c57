package org.agentbroker.cli.print;

/** Makes what a client sent harmless for a terminal: control characters become visible escapes. */
public final class Escape {
    private Escape() {}

    /** Newlines too: what is printed is one line. */
    public static String line(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isHarmless(c)) {
                safe.appendCodePoint(c);
            } else if (c < 0x100) {
                safe.append(String.format("\\x%02x", c));
            } else {
                safe.append(String.format("\\u%04x", c));
            }
        });
        return safe.toString();
    }

    // C0, DEL and C1 move the cursor or change the terminal; format characters turn text around; surrogates are no text
    private static boolean isHarmless(int c) {
        if (c == '\t') {
            return true;
        }
        switch (Character.getType(c)) {
            case Character.CONTROL:
            case Character.FORMAT:
            case Character.SURROGATE:
            case Character.LINE_SEPARATOR:
            case Character.PARAGRAPH_SEPARATOR:
                return false;
            default:
                return true;
        }
    }
}
