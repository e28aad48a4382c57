package org.agentbroker.cli.config;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The first field of a known_hosts line: patterns between commas, or one hashed name (sshd(8), SSH_KNOWN_HOSTS). */
final class HostPatterns {
    private static final String HASHED = "|1|";

    private HostPatterns() {}

    /** As known_hosts has it: the port stands in it only if it is not the usual one. */
    static String nameOf(String host, int port) {
        String lower = host.toLowerCase(Locale.ROOT);
        return port == Numbers.SSH_PORT ? lower : "[" + lower + "]:" + port;
    }

    /** @param name from {@link #nameOf} */
    static boolean match(String patterns, String name) {
        if (patterns.startsWith(HASHED)) {
            return isHashOf(patterns.substring(HASHED.length()), name);
        }
        boolean matched = false;
        for (String pattern : patterns.toLowerCase(Locale.ROOT).split(",")) {
            if (pattern.startsWith("!")) {
                if (fits(pattern.substring(1), name)) {
                    return false;
                }
            } else {
                matched |= fits(pattern, name);
            }
        }
        return matched;
    }

    // hostfile.c, host_hash: HMAC-SHA1 with the salt as its key
    private static boolean isHashOf(String saltAndHash, String name) {
        String[] parts = saltAndHash.split("\\|", -1);
        if (parts.length != 2) {
            return false;
        }
        try {
            byte[] salt = Base64.getDecoder().decode(parts[0]);
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(salt, "HmacSHA1"));
            byte[] hash = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
            return MessageDigest.isEqual(hash, Base64.getDecoder().decode(parts[1]));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            return false;
        }
    }

    // match.c, match_pattern: * is any characters, ? is one
    private static boolean fits(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = n;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
