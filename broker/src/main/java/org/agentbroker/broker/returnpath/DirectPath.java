package org.agentbroker.broker.returnpath;

import org.agentbroker.broker.plan.Endpoint;

/** The client goes there by itself. */
record DirectPath(Endpoint endpoint) implements ReturnPath {
    @Override
    public void close() {
        // nothing of it is ours
    }
}
