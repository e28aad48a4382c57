package org.agentbroker.agent.key;

/** Names of users and hosts with {@code *} and {@code ?} in them: OpenSSH match.c, match_pattern. */
public final class NamePattern {
    private NamePattern() {}

    /**
     * Whether the pattern is the whole text. Takes time in proportion to the product of both lengths at most: many stars in
     * a row cost OpenSSH before 10.4 exponential time.
     */
    public static boolean matches(String text, String pattern) {
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
