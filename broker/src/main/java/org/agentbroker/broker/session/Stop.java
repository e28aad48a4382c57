package org.agentbroker.broker.session;

import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Plan;

/** Leaves the steps of a pull, or of another visit of a client, with its outcome; caught in one place. */
public final class Stop extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Failed outcome;
    private final boolean silent;

    public Stop(Failed outcome) {
        this(outcome, false);
    }

    private Stop(Failed outcome, boolean silent) {
        super(outcome.problem().what());
        this.outcome = outcome;
        this.silent = silent;
    }

    public Stop(Phase phase, Cause cause, String what, String hint) {
        this(new Failed(phase, cause, what, hint));
    }

    Stop(Phase phase, UnusableInput problem) {
        this(phase, Cause.UNUSABLE, problem.what(), problem.hint());
    }

    static Stop overdue(Phase phase, Plan plan) {
        return new Stop(
                phase,
                Cause.DEADLINE,
                "the pull of " + plan.name() + " took longer than "
                        + plan.deadline().toSeconds() + " s",
                "raise its deadline; what was saved up to the last checkpoint is not sent again");
    }

    /** Nobody answered at the client's address: it may be asleep. */
    static Stop silent(String what, String hint) {
        return new Stop(new Failed(Phase.CONNECT, Cause.UNREACHABLE, what, hint), true);
    }

    /** The same as what it is for a client that may be asleep. */
    Stop whenSoft() {
        return silent
                ? new Stop(new Failed(Phase.CONNECT, Cause.ASLEEP, outcome.problem(), outcome.borgCode()), true)
                : this;
    }

    /** What went wrong. */
    public Failed outcome() {
        return outcome;
    }
}
