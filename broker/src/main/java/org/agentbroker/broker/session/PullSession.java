package org.agentbroker.broker.session;

import java.io.OutputStream;
import java.util.concurrent.ScheduledExecutorService;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.keys.ServerKeys;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.returnpath.ReturnPaths;
import org.agentbroker.broker.secret.SecretReader;

/** Carries out one plan whose borg runs on the client. Runs on one thread; interrupting that cancels the pull. */
public final class PullSession {
    private final Plan plan;
    private final HopClient clients;
    private final ScheduledExecutorService scheduler;
    private final SecretReader secrets;
    private final ServerKeys serverKeys;
    private final PullListener listener;
    private final Course course;

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
        this.course = new Course(plan, listener);
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
        return course.run(() -> carryOut(out));
    }

    private Outcome carryOut(OutputStream out) throws Stop, UnusableInput, InterruptedException {
        Pulling pulling = new Pulling(
                plan,
                clients,
                scheduler,
                listener,
                course.deadline(),
                new Audit(plan.name(), listener),
                new Output(plan, listener, out),
                course::enter);
        Returns returns = new Returns(pulling, ReturnPaths.of(plan));
        try (Secret passphrase = secrets.read(plan.passphrase(), "passphrase of " + plan.name());
                KeySupply keys = KeySupply.open(pulling, secrets, serverKeys);
                Identities identities = Identities.open(secrets, plan.client());
                Passage passage = course.retrying(() -> Passage.open(pulling, identities, keys, returns))) {
            keys.forget(); // no further attempt: what is left of the key is the agent's to wipe
            course.enter(Phase.COMMAND);
            return new RemoteCommand(pulling, passage).run(passphrase);
        }
    }
}
