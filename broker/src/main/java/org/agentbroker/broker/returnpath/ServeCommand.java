package org.agentbroker.broker.returnpath;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The command that a client asks for, and does not get. */
record ServeCommand(String text) {
    private static final int LONGEST = 200;

    /** Whether it is what borg asks for: {@code borg serve …}, perhaps by another name or path (BORG_REMOTE_PATH). */
    boolean isUsual() {
        String[] words = text.substring(0, Math.min(text.length(), LONGEST)).split(" ", -1);
        return words[0].contains("borg") && Arrays.asList(words).contains("serve");
    }

    /** For a log: at most 200 characters, and nothing but printable ASCII. */
    String printable() {
        String shown = text.codePoints()
                .limit(LONGEST)
                .mapToObj(c -> c >= ' ' && c <= '~' ? Character.toString(c) : String.format("\\u%04x", c))
                .collect(Collectors.joining());
        return shown.substring(0, Math.min(shown.length(), LONGEST));
    }
}
