package org.agentbroker.agent;

import org.jspecify.annotations.Nullable;

/** Asks a person whether a key may be used now. May block for as long as the person takes; holds nobody else up. */
@FunctionalInterface
public interface Confirmation {
    /**
     * Called once for each signature by a key that was added under the constraint {@code confirm} (RFC 9987, 3.2.7.2).
     *
     * @param comment the key's, as its owner wrote it; may hold control characters
     * @param fingerprint of the key
     * @param user the login's user, or null when the data are no login at a permitted destination
     * @return false refuses the signature
     */
    boolean allows(String comment, String fingerprint, @Nullable String user);
}
