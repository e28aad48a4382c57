package org.agentbroker.agent.policy;

import org.agentbroker.agent.key.SignatureAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * The decision about one request, and the states after it.
 *
 * @param algorithm with which to sign; null unless the reason is {@link Reason#SIGNED}
 */
public record Verdict(
        Reason reason,
        ConnectionState connection,
        PurposeState purpose,
        Subject subject,
        @Nullable SignatureAlgorithm algorithm) {
    /** Whether the request was granted. */
    public boolean allowed() {
        return reason.allowed();
    }
}
