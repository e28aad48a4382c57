package org.agentbroker.broker.hostkey;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.agentbroker.agent.key.NamePattern;

/** The first field of a known_hosts line: patterns between commas, or one hashed name (sshd(8), SSH_KNOWN_HOSTS). */
public final class HostPatterns {
    static final String HASHED = "|1|";
    private static final int SSH_PORT = 22;

    private HostPatterns() {}

    /** As known_hosts has it: the port stands in it only if it is not the usual one. */
    public static String nameOf(String host, int port) {
        String lower = host.toLowerCase(Locale.ROOT);
        return port == SSH_PORT ? lower : "[" + lower + "]:" + port;
    }

    /** @param name from {@link #nameOf} */
    public static boolean match(String patterns, String name) {
        if (patterns.startsWith(HASHED)) {
            return isHashOf(patterns.substring(HASHED.length()), name);
        }
        boolean matched = false;
        for (String pattern : patterns.toLowerCase(Locale.ROOT).split(",")) {
            if (pattern.startsWith("!")) {
                if (NamePattern.matches(name, pattern.substring(1))) {
                    return false;
                }
            } else {
                matched |= NamePattern.matches(name, pattern);
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
}
