package org.agentbroker.agent.policy;

import org.agentbroker.agent.key.Certificate;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.Blob;
import org.jspecify.annotations.Nullable;

/**
 * One SSH session that a connection serves, as its host has signed.
 *
 * @param hostKey the host's key, or its certificate
 * @param certificate the same, when it is one
 * @param forwarding the session carries the agent further; else it is the one that logs in
 */
public record BoundSession(Blob hostKey, @Nullable Certificate certificate, Blob sessionId, boolean forwarding) {
    /** The session of a bind whose signature is good. */
    public static BoundSession of(SessionBind bind, @Nullable Certificate certificate) {
        return new BoundSession(bind.hostKey(), certificate, bind.sessionId(), bind.forwarding());
    }
}
