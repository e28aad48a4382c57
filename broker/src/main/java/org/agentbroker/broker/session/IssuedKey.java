package org.agentbroker.broker.session;

import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.wire.Blob;

/** The key of one login, until the pull is over. */
interface IssuedKey {
    /** Becomes the agent's, which wipes it. */
    AgentKey forAgent();

    /** What the client will show at the server: the key, or its certificate. */
    Blob identity();

    /** Takes back what allowed it. May be called again. */
    void close();
}
