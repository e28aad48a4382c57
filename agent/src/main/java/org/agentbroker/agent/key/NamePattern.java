package org.agentbroker.agent.key;

/** Patterns with {@code *} and {@code ?}: OpenSSH match.c, match_pattern. */
final class NamePattern {
    private NamePattern() {}

    /** Takes time in proportion to the product of both lengths at most, whatever the pattern. */
    static boolean matches(String text, String pattern) {
        int at = 0;
        int in = 0;
        int star = -1;
        int retry = 0;
        while (at < text.length()) {
            if (in < pattern.length() && pattern.charAt(in) == '*') {
                star = in++;
                retry = at;
            } else if (in < pattern.length() && (pattern.charAt(in) == '?' || pattern.charAt(in) == text.charAt(at))) {
                in++;
                at++;
            } else if (star >= 0) {
                in = star + 1; // the last star takes one character more
                at = ++retry;
            } else {
                return false;
            }
        }
        while (in < pattern.length() && pattern.charAt(in) == '*') {
            in++;
        }
        return in == pattern.length();
    }
}
