package org.agentbroker.agent.wire;

/** How many fields a private key has after its type: PROTOCOL.key, RFC 9987, 3.2. All of them are strings or mpints. */
public final class KeyFields {
    private KeyFields() {}

    /** 0 for a type that nobody here knows. */
    public static int count(String keyType) {
        switch (keyType) {
            case "ssh-ed25519":
            case "ssh-mldsa44-ed25519@openssh.com":
                return 2;
            case "ecdsa-sha2-nistp256":
            case "ecdsa-sha2-nistp384":
            case "ecdsa-sha2-nistp521":
                return 3;
            case "ssh-rsa":
                return 6;
            // a certificate, then the private fields alone; Ed25519 has no private field without the public one
            case "ssh-ed25519-cert-v01@openssh.com":
                return 3;
            case "ssh-mldsa44-ed25519-cert-v01@openssh.com":
            case "ecdsa-sha2-nistp256-cert-v01@openssh.com":
            case "ecdsa-sha2-nistp384-cert-v01@openssh.com":
            case "ecdsa-sha2-nistp521-cert-v01@openssh.com":
                return 2;
            case "ssh-rsa-cert-v01@openssh.com":
                return 5;
            default:
                return 0;
        }
    }
}
