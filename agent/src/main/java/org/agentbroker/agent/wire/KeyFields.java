package org.agentbroker.agent.wire;

/** How many fields a private key has after its type: PROTOCOL.key, RFC 9987, 3.2. All of them are strings or mpints. */
public final class KeyFields {
    private KeyFields() {}

    /** Of a key; 0 for a type that nobody here knows. */
    public static int count(String keyType) {
        return switch (keyType) {
            case "ssh-ed25519", "ssh-mldsa44-ed25519@openssh.com" -> 2;
            case "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521" -> 3;
            case "ssh-rsa" -> 6;
            default -> 0;
        };
    }

    /**
     * Of a key that a program adds; with a certificate that comes first, then the private fields alone. Ed25519 has no
     * private field without the public one.
     */
    static int countAdded(String type) {
        return switch (type) {
            case "ssh-ed25519-cert-v01@openssh.com" -> 3;
            case "ssh-mldsa44-ed25519-cert-v01@openssh.com",
                    "ecdsa-sha2-nistp256-cert-v01@openssh.com",
                    "ecdsa-sha2-nistp384-cert-v01@openssh.com",
                    "ecdsa-sha2-nistp521-cert-v01@openssh.com" -> 2;
            case "ssh-rsa-cert-v01@openssh.com" -> 5;
            default -> count(type);
        };
    }
}
