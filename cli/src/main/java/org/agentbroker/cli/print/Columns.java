package org.agentbroker.cli.print;

import org.jline.utils.WCWidth;

/** How much room text takes on a terminal: a Chinese character two columns, a combining accent none. */
final class Columns {
    private static final String GAP = "…";

    private Columns() {}

    static int of(String text) {
        return text.codePoints().map(Columns::of).sum();
    }

    private static int of(int c) {
        return c >= ' ' && c < 0x7f ? 1 : Math.max(0, WCWidth.wcwidth(c));
    }

    /** As much of its start as has room. */
    static String cut(String text, int columns) {
        return text.substring(0, end(text, columns));
    }

    private static int end(String text, int columns) {
        int left = columns;
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            left -= of(c);
            if (left < 0) {
                return at;
            }
            at += Character.charCount(c);
        }
        return at;
    }

    /** As much of both ends as has room: of a path its root and its name. */
    static String middle(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        if (columns < 1) {
            return "";
        }
        String start = cut(text, (columns - 1) / 2);
        int from = text.length();
        int left = columns - 1 - of(start);
        while (from > start.length()) {
            int c = text.codePointBefore(from);
            left -= of(c);
            if (left < 0) {
                break;
            }
            from -= Character.charCount(c);
        }
        return start + GAP + text.substring(from);
    }

    /** With spaces after it, or before it, up to that many columns. */
    static String pad(String text, int columns, boolean before) {
        String space = " ".repeat(Math.max(0, columns - of(text)));
        return before ? space + text : text + space;
    }
}
