package org.agentbroker.broker.intake;

import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.repository.Means;
import org.agentbroker.broker.secret.SecretReader;
import org.agentbroker.broker.session.Course;
import org.agentbroker.broker.session.HopClient;

/** Carries out one plan that has a {@link Plan#reading}. Runs on one thread; interrupting that cancels it. */
public final class IntakeSession {
    private final Course course;
    private final Intake intake;

    /** The deadline counts from now. */
    public IntakeSession(
            Pull pull, Plan plan, HopClient clients, Means means, SecretReader secrets, PullListener listener) {
        this.course = new Course(plan, listener);
        this.intake = Intake.of(new Request(pull, plan, course, clients, means, secrets));
    }

    /** The outcome, whatever happens; by then nothing of it runs any more, but on a client that cannot be reached. */
    public Outcome run() {
        return course.run(intake::carryOut);
    }
}
