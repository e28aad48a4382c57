package org.agentbroker.agent;

import org.agentbroker.agent.fixture.SettableClock;

/** A general agent that does not wait after a wrong guess at its lock. */
public final class ImpatientAgent {
    private ImpatientAgent() {}

    public static KeyringAgent open(Confirmation confirmation, AgentListener listener) {
        return KeyringAgent.open(confirmation, listener, new SettableClock(), time -> {});
    }
}
