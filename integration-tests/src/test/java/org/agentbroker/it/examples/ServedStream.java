package org.agentbroker.it.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.agentbroker.agent.AgentConnection;
import org.agentbroker.agent.AgentListener;
import org.agentbroker.agent.AgentStream;
import org.agentbroker.agent.ForwardedAgent;
import org.agentbroker.agent.SteadyClock;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.policy.SignPolicy;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;

/** The example of agent/README.md with the agent channel of any other SSH library. */
final class ServedStream {
    private ServedStream() {}

    static void serve(
            AgentKey key, SignPolicy policy, AgentListener log, SessionBind hop, InputStream in, OutputStream out)
            throws IOException {
        // README {
        try (ForwardedAgent agent = ForwardedAgent.open(key, policy, log, new SteadyClock());
                AgentConnection connection = agent.connect(hop)) {
            AgentStream.serve(connection, in, out); // until the peer closes its end
        }
        // }
    }
}
