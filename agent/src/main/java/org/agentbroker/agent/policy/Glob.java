package org.agentbroker.agent.policy;

/**
 * Patterns with {@code *} and {@code ?}, as OpenSSH has them for users (match.c), in time proportional to pattern times
 * text: many stars in a row cost OpenSSH before 10.4 exponential time.
 */
final class Glob {
    private Glob() {}

    static boolean matches(byte[] pattern, byte[] text) {
        int p = 0;
        int t = 0;
        int star = -1; // the last star, and what it has taken so far
        int taken = 0;
        while (t < text.length) {
            if (p < pattern.length && pattern[p] == '*') {
                star = p++;
                taken = t;
            } else if (p < pattern.length && (pattern[p] == '?' || pattern[p] == text[t])) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++taken;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '*') {
            p++;
        }
        return p == pattern.length;
    }
}
