package org.agentbroker.agent.policy;

import java.util.Optional;
import org.agentbroker.agent.key.SignatureAlgorithm;

/**
 * What the flags of a sign request mean to the general agent. As in ssh-agent.c the hash of RSA is ignored for other keys,
 * and 256 comes before 512; bits that nobody has defined are refused (RFC 9987, 3.6.1), and so is an RSA signature
 * without flags, which would be one with SHA-1.
 */
public final class SignFlags {
    private static final int RSA_SHA2_256 = 2;
    private static final int RSA_SHA2_512 = 4;

    private SignFlags() {}

    /** @param keyType of the key itself, not of its certificate */
    public static Optional<SignatureAlgorithm> algorithm(String keyType, int flags) {
        if ((flags & ~(RSA_SHA2_256 | RSA_SHA2_512)) != 0) {
            return Optional.empty();
        }
        if (!keyType.equals("ssh-rsa")) {
            return SignatureAlgorithm.requested(keyType, 0);
        }
        return SignatureAlgorithm.requested(keyType, (flags & RSA_SHA2_256) != 0 ? RSA_SHA2_256 : flags);
    }
}
