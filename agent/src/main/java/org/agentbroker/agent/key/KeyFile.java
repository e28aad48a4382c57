package org.agentbroker.agent.key;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Key files of any format: looks which one it is, and says what else it is when it is none. */
final class KeyFile {
    private static final List<String> PUBLIC = List.of("ssh-", "ecdsa-sha2-", "sk-");
    private static final int BEGINNING = 256;

    private KeyFile() {}

    /** The fields are the caller's, to keep and to wipe. */
    static KeyMaterial read(byte[] contents, String name, @Nullable Secret passphrase) throws UnusableInput {
        try (Armor armor = Armor.find(contents, name)) {
            if (armor == null) {
                throw noPrivateKey(contents, name);
            }
            return switch (armor.label()) {
                case "OPENSSH PRIVATE KEY" -> OpenSshKeyFile.read(armor.bytes(), name, passphrase);
                case "PRIVATE KEY" -> Pkcs8KeyFile.read(armor.bytes(), name);
                case "ENCRYPTED PRIVATE KEY" -> Pkcs8KeyFile.readEncrypted(armor.bytes(), name, passphrase);
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> PemKeyFile.read(armor, name, passphrase);
                case "DSA PRIVATE KEY" -> throw UnusableKey.ofType(name + " holds", "ssh-dss");
                default -> throw UnusableKey.inOtherFormat(name);
            };
        }
    }

    private static UnusableInput noPrivateKey(byte[] contents, String name) {
        // the beginning tells; the rest may be anybody's secret
        int length = Math.min(contents.length, BEGINNING);
        String start = new String(contents, 0, length, StandardCharsets.ISO_8859_1).strip();
        if (start.isEmpty()) {
            return UnusableKey.empty(name);
        }
        if (start.startsWith("PuTTY-User-Key-File-")) {
            return UnusableKey.isPutty(name);
        }
        if (start.startsWith("-----BEGIN CERTIFICATE-----") || firstWord(start).endsWith("-cert-v01@openssh.com")) {
            return UnusableKey.isCertificate(name);
        }
        if (start.startsWith("----") && start.contains("PUBLIC KEY")
                || PUBLIC.stream().anyMatch(start::startsWith)) {
            return UnusableKey.isPublic(name);
        }
        if (start.startsWith("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY")) {
            return UnusableKey.inOtherFormat(name);
        }
        return start.startsWith("-----BEGIN ") ? UnusableKey.cutOff(name) : UnusableKey.noKey(name);
    }

    private static String firstWord(String text) {
        return text.split("\\s", 2)[0];
    }
}
