package org.agentbroker.agent.policy;

import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.Blob;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has proved.
 *
 * @param hopSession the session identifier of the forwarding SSH connection; null while the hop is not known
 * @param destination the verified bind to the server; null before
 * @param spent a request broke the policy: nothing is listed or signed here any more
 */
public record ConnectionState(
        @Nullable Blob hopSession, @Nullable SessionBind destination, boolean spent) {
    /** Of a peer of which nothing is known. */
    static final ConnectionState UNKNOWN = new ConnectionState(null, null, false);

    ConnectionState over(SessionBind hop) {
        return new ConnectionState(hop.sessionId(), destination, spent);
    }

    ConnectionState boundTo(SessionBind bind) {
        return new ConnectionState(hopSession, bind, spent);
    }

    ConnectionState asSpent() {
        return new ConnectionState(hopSession, destination, true);
    }

    /** Whether it has told nothing so far that a bind tells. */
    boolean isUnknown() {
        return hopSession == null && destination == null;
    }
}
