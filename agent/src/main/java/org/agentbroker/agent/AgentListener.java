package org.agentbroker.agent;

/** Hears every decision of an agent, in order, on the thread that serves the connection; must not block for long. */
@FunctionalInterface
public interface AgentListener {
    /** One decision; what is thrown ends the connection that asked. */
    void decided(AgentEvent event);

    /** Hears nothing. */
    static AgentListener none() {
        return event -> {};
    }
}
