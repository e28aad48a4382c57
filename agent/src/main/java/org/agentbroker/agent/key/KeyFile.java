package org.agentbroker.agent.key;

import org.jspecify.annotations.Nullable;

/** Key files of any format: looks which one it is, and says what else it is when it is none. */
final class KeyFile {
    private KeyFile() {}

    /** @return fields that the caller wipes */
    static KeyMaterial read(byte[] contents, String name, @Nullable Secret passphrase) throws UnusableInput {
        try (Armor armor = Armor.find(contents, name)) {
            if (armor == null) {
                throw other(contents, name);
            }
            return switch (armor.label()) {
                case "OPENSSH PRIVATE KEY" -> OpenSshKeyFile.read(armor.bytes(), name, passphrase);
                default -> throw UnusableKey.inOtherFormat(name);
            };
        }
    }

    private static UnusableInput other(byte[] contents, String name) {
        if (contents.length == 0) {
            return UnusableKey.empty(name);
        }
        return UnusableKey.noKey(name);
    }
}
