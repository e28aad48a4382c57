package org.agentbroker.agent.policy;

import java.time.Instant;
import org.agentbroker.agent.wire.AgentRequest;

/** An exchange with a connection; {@code after} and {@code purposeAfter} are what the verdict must hold. */
record Row(
        PolicyLevel level,
        PurposePolicy rules,
        Reason reason,
        String what,
        AgentRequest request,
        ConnectionState before,
        PurposeState purpose,
        Instant now,
        ConnectionState after,
        PurposeState purposeAfter) {
    Verdict verdict() {
        return rules.decide(request, before, purpose, now);
    }

    @Override
    public String toString() {
        return level + " " + reason + ": " + what;
    }
}
