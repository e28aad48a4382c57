package org.agentbroker.agent;

import org.agentbroker.agent.policy.Reason;
import org.agentbroker.agent.wire.Blob;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about one request, for the audit.
 *
 * @param key the fingerprint of the key concerned
 */
record Decision(Reason reason, @Nullable String key) {
    static Decision of(Reason reason) {
        return new Decision(reason, null);
    }

    static Decision about(Blob key, Reason reason) {
        return new Decision(reason, key.fingerprint());
    }
}
