package org.agentbroker.broker.session;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.agent.mina.Login;
import org.agentbroker.agent.unix.AgentSocket;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.plan.Client.KeyFile;
import org.agentbroker.broker.plan.Client.OutsideAgent;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.secret.SecretReader;
import org.jspecify.annotations.Nullable;

/** Carries out one plan, from its secrets to its outcome. Runs on one thread; interrupting that cancels the pull. */
public final class PullSession {
    private final Plan plan;
    private final HopClient clients;
    private final ScheduledExecutorService scheduler;
    private final SecretReader secrets;
    private final PullListener listener;
    private final Deadline deadline;
    private Phase phase = Phase.SECRETS;

    public PullSession(
            Plan plan,
            HopClient clients,
            ScheduledExecutorService scheduler,
            SecretReader secrets,
            PullListener listener) {
        this.plan = plan;
        this.clients = clients;
        this.scheduler = scheduler;
        this.secrets = secrets;
        this.listener = listener;
        this.deadline = Deadline.in(plan.deadline());
    }

    /**
     * The outcome, whatever happens; by then the hop is closed and the keys are wiped.
     *
     * @param out where the command's standard output goes; not closed
     */
    public Outcome run(OutputStream out) {
        plan.policy().level().warning().ifPresent(text -> listener.heard(new PullEvent.Warning(plan.name(), text)));
        try {
            return withSecrets(out);
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

    private Outcome withSecrets(OutputStream out) throws Stop, InterruptedException {
        enter(Phase.SECRETS);
        try (Secret passphrase = secrets.read(plan.passphrase(), "passphrase of " + plan.name());
                AgentKey key = secrets.key(plan.key(), plan.keyPassphrase());
                Identity identity = identity(plan.client().identity())) {
            return overHop(identity.login(), key, passphrase, out);
        } catch (UnusableInput e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("cancelled");
            }
            throw new Stop(Phase.SECRETS, e);
        }
    }

    private Identity identity(Client.Identity identity) throws UnusableInput {
        if (identity instanceof KeyFile file) {
            AgentKey key = secrets.key(file.file(), file.passphrase());
            return new Identity(Login.with(key), key);
        }
        Path socket = ((OutsideAgent) identity).socket();
        try {
            AgentSocket.open(socket).close();
        } catch (IOException e) {
            throw new UnusableInput("no agent answers at " + socket, "is SSH_AUTH_SOCK right? try: ssh-add -l");
        }
        return new Identity(Login.withAgentAt(socket), null);
    }

    /** What logs us in at the client, wiped at its close when it is a key of ours. */
    private record Identity(Login login, @Nullable AgentKey key) implements AutoCloseable {
        @Override
        public void close() {
            if (key != null) {
                key.close();
            }
        }
    }

    private Outcome overHop(Login login, AgentKey key, Secret passphrase, OutputStream out)
            throws Stop, InterruptedException {
        try (Hop hop = openHop(login)) {
            enter(Phase.FORWARD);
            return new RemoteCommand(plan, hop, clients.timing(), deadline, listener, () -> enter(Phase.COMMAND))
                    .run(key, passphrase, scheduler, clients.executor(), out);
        }
    }

    /** The only step that is tried again: nothing has happened on the client yet. */
    private Hop openHop(Login login) throws Stop, InterruptedException {
        RetryPolicy<Hop> retry = RetryPolicy.<Hop>builder()
                .handleIf(this::isWorthAnother)
                .withMaxAttempts(plan.retry().attempts())
                .withDelay(plan.retry().delay().plusMillis(1)) // none at all is refused there
                .onRetryScheduled(e -> note(e.getLastException(), e.getDelay()))
                .build();
        try {
            return Failsafe.with(retry)
                    .get(() -> Hop.open(clients, plan.name(), plan.client(), login, deadline, this::enter));
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
