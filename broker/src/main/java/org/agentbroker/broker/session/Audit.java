package org.agentbroker.broker.session;

import org.agentbroker.agent.AgentEvent;
import org.agentbroker.agent.AgentListener;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullListener;
import org.jspecify.annotations.Nullable;

/** Passes the agent's decisions on, and remembers what helps to explain a failure. */
final class Audit implements AgentListener {
    private final String client;
    private final PullListener listener;
    private boolean signed;
    private @Nullable Reason firstRefusal;

    Audit(String client, PullListener listener) {
        this.client = client;
        this.listener = listener;
    }

    @Override
    public synchronized void decided(AgentEvent event) {
        signed |= event.reason() == Reason.SIGNED;
        if (!event.allowed() && firstRefusal == null) {
            firstRefusal = event.reason();
        }
        listener.heard(new PullEvent.Audited(client, event));
    }

    synchronized boolean hasSigned() {
        return signed;
    }

    /** Why no login was signed, when one was asked for and refused; null otherwise. */
    synchronized @Nullable Reason refusal() {
        return signed ? null : firstRefusal;
    }
}
