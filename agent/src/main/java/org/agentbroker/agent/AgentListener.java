package org.agentbroker.agent;

/** Hears every decision of an agent, in order, on the thread that serves the connection; must not block for long. */
@FunctionalInterface
public interface AgentListener {
    void decided(AgentEvent event);

    static AgentListener none() {
        return event -> {};
    }
}
