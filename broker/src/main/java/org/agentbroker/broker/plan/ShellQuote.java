package org.agentbroker.broker.plan;

import java.util.List;
import java.util.stream.Collectors;

/** The one place where words are quoted for a shell. */
public final class ShellQuote {
    private ShellQuote() {}

    /** For a POSIX {@code sh} (XCU 2.2.2): within single quotes everything is itself, but the quote. */
    static String posix(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /** Each word, with blanks between them. */
    static String posix(List<String> words) {
        return words.stream().map(ShellQuote::posix).collect(Collectors.joining(" "));
    }

    /**
     * For any login shell, fish and tcsh included: quote, backslash and exclamation mark stand outside the quotes. A
     * newline cannot be quoted in all of them.
     */
    public static String anyShell(String word) {
        StringBuilder quoted = new StringBuilder("'");
        for (char c : word.toCharArray()) {
            if (c == '\'' || c == '\\' || c == '!') {
                quoted.append("'\\").append(c).append('\'');
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('\'').toString();
    }
}
