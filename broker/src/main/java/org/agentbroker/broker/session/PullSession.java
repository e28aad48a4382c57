package org.agentbroker.broker.session;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.keys.ServerKeys;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.returnpath.ReturnPaths;
import org.agentbroker.broker.secret.SecretReader;

/** Carries out one plan, from its secrets to its outcome. Runs on one thread; interrupting that cancels the pull. */
public final class PullSession {
    private final Plan plan;
    private final HopClient clients;
    private final ScheduledExecutorService scheduler;
    private final SecretReader secrets;
    private final ServerKeys serverKeys;
    private final PullListener listener;
    private final Deadline deadline;
    private Phase phase = Phase.SECRETS;

    public PullSession(
            Plan plan,
            HopClient clients,
            ScheduledExecutorService scheduler,
            SecretReader secrets,
            ServerKeys serverKeys,
            PullListener listener) {
        this.plan = plan;
        this.clients = clients;
        this.scheduler = scheduler;
        this.secrets = secrets;
        this.serverKeys = serverKeys;
        this.listener = listener;
        this.deadline = Deadline.in(plan.deadline());
    }

    /**
     * The outcome, whatever happens; by then the hop is closed and the keys are wiped.
     *
     * @param out where the command's standard output goes; not closed
     */
    public Outcome run(OutputStream out) {
        if (plan.way().hasLogin()) {
            plan.signing()
                    .level()
                    .warning()
                    .ifPresent(text -> listener.heard(new PullEvent.Warning(plan.name(), text)));
        }
        try {
            return carryOut(out);
        } catch (Stop e) {
            // whatever was waited for when the time was over
            boolean late = e.outcome().cause() == Cause.UNREACHABLE && deadline.isOver();
            Stop end = late ? Stop.overdue(phase, plan) : plan.soft() ? e.whenSoft() : e;
            return end.outcome();
        } catch (InterruptedException e) {
            return new Failed(
                    phase, Cause.CANCELLED, "the pull of " + plan.name() + " was cancelled", "start it again");
        } catch (RuntimeException | Error e) {
            return new Failed(
                    phase, Cause.FAULT, "a fault in broker: " + e, "please report it, with the output of -vv");
        }
    }

    private Outcome carryOut(OutputStream out) throws Stop, InterruptedException {
        enter(Phase.SECRETS);
        Pulling pulling = new Pulling(
                plan,
                clients,
                scheduler,
                listener,
                deadline,
                new Audit(plan.name(), listener),
                new Output(plan, listener, out),
                this::enter);
        try {
            Returns returns = new Returns(pulling, ReturnPaths.of(plan));
            return withSecrets(pulling, returns);
        } catch (UnusableInput e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("cancelled");
            }
            throw new Stop(phase, e);
        }
    }

    private Outcome withSecrets(Pulling pulling, Returns returns) throws Stop, UnusableInput, InterruptedException {
        try (Secret passphrase = secrets.read(plan.passphrase(), "passphrase of " + plan.name());
                KeySupply keys = KeySupply.open(pulling, secrets, serverKeys);
                Identities identities = Identities.open(secrets, plan.client());
                Passage passage = openPassage(pulling, identities, keys, returns)) {
            keys.forget(); // no further attempt: what is left of the key is the agent's to wipe
            enter(Phase.COMMAND);
            return new RemoteCommand(pulling, passage).run(passphrase);
        }
    }

    /** The only step that is tried again: nothing has happened on the client yet. */
    private Passage openPassage(Pulling pulling, Identities identities, KeySupply keys, Returns returns)
            throws Stop, InterruptedException {
        RetryPolicy<Passage> retry = RetryPolicy.<Passage>builder()
                .handleIf(this::isWorthAnother)
                .withMaxAttempts(plan.retry().attempts())
                .withDelay(plan.retry().delay().plusMillis(1)) // none at all is refused there
                .onRetryScheduled(e -> note(e.getLastException(), e.getDelay()))
                .build();
        try {
            return Failsafe.with(retry).get(() -> Passage.open(pulling, identities, keys, returns));
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

    private void enter(Phase next) {
        phase = next;
        listener.heard(new PullEvent.Entered(plan.name(), next));
    }
}
