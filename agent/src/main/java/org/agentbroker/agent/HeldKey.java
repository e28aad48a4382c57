package org.agentbroker.agent;

import java.time.Instant;
import java.util.List;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.agent.wire.AgentReply.Identity;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.DestinationConstraint;
import org.jspecify.annotations.Nullable;

/**
 * A key that a program has added, and how it may be used.
 *
 * @param end when it is forgotten; null for never
 * @param size what it takes of the room for keys, in bytes
 */
record HeldKey(
        AgentKey key,
        Blob comment,
        @Nullable Instant end,
        boolean confirm,
        List<DestinationConstraint> destinations,
        int size) {
    Identity identity() {
        return new Identity(key.identity(), comment);
    }

    Decision decision(Reason reason) {
        return Decision.about(key.publicBlob(), reason);
    }

    boolean isOver(Instant now) {
        return end != null && !now.isBefore(end);
    }
}
