package org.agentbroker.broker.session;

import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;

/** Leaves the steps of a pull with its outcome; caught in one place. */
final class Stop extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Failed outcome;

    Stop(Failed outcome) {
        super(outcome.problem().what());
        this.outcome = outcome;
    }

    Stop(Phase phase, Cause cause, String what, String hint) {
        this(new Failed(phase, cause, what, hint));
    }

    Stop(Phase phase, UnusableInput problem) {
        this(phase, Cause.UNUSABLE, problem.what(), problem.hint());
    }

    Failed outcome() {
        return outcome;
    }
}
