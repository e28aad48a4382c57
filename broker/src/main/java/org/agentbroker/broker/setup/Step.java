package org.agentbroker.broker.setup;

import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.outcome.Problem;

/** How a step ended; its texts are for people and may quote the client. */
public sealed interface Step {
    /** Something was changed. */
    record Changed(String what) implements Step {}

    /** Nothing had to be. */
    record AlreadySo(String what) implements Step {}

    /** Something is for a person to do; the next steps do not wait for it. */
    record Advice(Problem problem) implements Step {
        Advice(String what, String hint) {
            this(new Problem(what, hint));
        }
    }

    /** It could not be done, and the next ones are of no use. */
    record Stopped(Failed why) implements Step {
        static Stopped of(UnusableInput e) {
            return new Stopped(new Failed(Phase.PLAN, Cause.UNUSABLE, e.what(), e.hint()));
        }
    }
}
