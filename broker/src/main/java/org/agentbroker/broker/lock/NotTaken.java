package org.agentbroker.broker.lock;

import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;

/** A pull has not got its locks, with the outcome that it has by that. */
public final class NotTaken extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Failed outcome;

    NotTaken(Cause cause, String what, String hint) {
        super(what);
        this.outcome = new Failed(Phase.LOCK, cause, what, hint);
    }

    public Failed outcome() {
        return outcome;
    }
}
