package org.agentbroker.agent.policy;

import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.Blob;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has proved.
 *
 * @param hopSession the session identifier of the forwarding SSH connection
 * @param destination the verified bind to the server; null before
 * @param spent a request broke the policy: nothing is listed or signed here any more
 */
public record ConnectionState(Blob hopSession, @Nullable SessionBind destination, boolean spent) {
    ConnectionState boundTo(SessionBind bind) {
        return new ConnectionState(hopSession, bind, spent);
    }

    ConnectionState asSpent() {
        return new ConnectionState(hopSession, destination, true);
    }
}
