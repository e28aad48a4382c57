package org.agentbroker.broker.session;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Deadline;
import org.agentbroker.broker.plan.Plan;

/**
 * The frame of whatever is done with a client, from its secrets to its outcome. Runs on one thread; interrupting that
 * cancels it.
 */
public final class Course {
    private final Plan plan;
    private final PullListener listener;
    private final Deadline deadline;
    private Phase phase = Phase.SECRETS;

    /** The deadline counts from now. */
    public Course(Plan plan, PullListener listener) {
        this.plan = plan;
        this.listener = listener;
        this.deadline = Deadline.in(plan.deadline());
    }

    /** What is done. */
    @FunctionalInterface
    public interface Body {
        Outcome carryOut() throws Stop, UnusableInput, InterruptedException;
    }

    /** What may be done again. */
    @FunctionalInterface
    public interface Attempt<T> {
        T make() throws Stop, InterruptedException;
    }

    public Plan plan() {
        return plan;
    }

    public PullListener listener() {
        return listener;
    }

    public Deadline deadline() {
        return deadline;
    }

    /** A step begins. */
    public void enter(Phase next) {
        phase = next;
        listener.heard(new PullEvent.Entered(plan.name(), next));
    }

    /** The outcome, whatever happens. */
    public Outcome run(Body body) {
        try {
            enter(Phase.SECRETS);
            return carryOut(body);
        } catch (Stop e) {
            // whatever was waited for when the time was over
            boolean late = e.outcome().cause() == Cause.UNREACHABLE && deadline.isOver();
            Stop end = late ? overdue() : plan.soft() ? e.whenSoft() : e;
            return end.outcome();
        } catch (InterruptedException e) {
            return new Failed(
                    phase, Cause.CANCELLED, "the pull of " + plan.name() + " was cancelled", "start it again");
        } catch (RuntimeException | Error e) {
            return new Failed(
                    phase, Cause.FAULT, "a fault in broker: " + e, "please report it, with the output of -vv");
        }
    }

    private Outcome carryOut(Body body) throws Stop, InterruptedException {
        try {
            return body.carryOut();
        } catch (UnusableInput e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("cancelled");
            }
            throw new Stop(phase, e);
        }
    }

    /** What it comes to when the deadline is over. */
    public Stop overdue() {
        return Stop.overdue(phase, plan);
    }

    /** Reaches the client, as often as the plan says: the only step that is tried again, as nothing has happened there. */
    public <T> T retrying(Attempt<T> attempt) throws Stop, InterruptedException {
        RetryPolicy<T> retry = RetryPolicy.<T>builder()
                .handleIf(this::isWorthAnother)
                .withMaxAttempts(plan.retry().attempts())
                .withDelay(plan.retry().delay().plusMillis(1)) // none at all is refused there
                .onRetryScheduled(e -> note(e.getLastException(), e.getDelay()))
                .build();
        try {
            return Failsafe.with(retry).get(attempt::make);
        } catch (FailsafeException e) {
            if (e.getCause() instanceof Stop stop) {
                throw stop;
            }
            if (e.getCause() instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw e;
        }
    }

    private boolean isWorthAnother(Throwable e) {
        return e instanceof Stop stop
                && stop.outcome().cause() == Cause.UNREACHABLE
                && deadline.left().compareTo(plan.retry().delay()) > 0;
    }

    private void note(Throwable last, Duration delay) {
        listener.heard(
                new PullEvent.Note(plan.name(), last.getMessage() + "; trying again in " + delay.toSeconds() + " s"));
    }
}
