package org.agentbroker.broker;

import java.io.OutputStream;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.outcome.Problem;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.broker.secret.SecretPrompt;
import org.agentbroker.broker.secret.SecretReader;
import org.agentbroker.broker.session.HopClient;
import org.agentbroker.broker.session.PullSession;

/**
 * Carries out pulls, several at a time if need be; holds the SSH client and the threads that they share.
 *
 * <p>Safe for use by several threads.
 */
public final class Broker implements AutoCloseable {
    private final PullListener listener;
    private final SecretReader secrets;
    private final Timing timing;
    private final ExecutorService executor;
    private final ScheduledExecutorService scheduler;
    private final HopClient clients;

    private Broker(PullListener listener, SecretPrompt prompt, Timing timing) {
        this.listener = listener;
        this.secrets = new SecretReader(prompt);
        this.timing = timing;
        this.executor = Executors.newCachedThreadPool(daemons("broker-io-"));
        this.scheduler = Executors.newSingleThreadScheduledExecutor(daemons("broker-heartbeat-"));
        this.clients = HopClient.open(timing, executor);
    }

    /**
     * @param listener hears everything that happens, from several threads
     * @param prompt asks for passphrases whose source is a prompt
     */
    public static Broker open(PullListener listener, SecretPrompt prompt, Timing timing) {
        return new Broker(listener, prompt, timing);
    }

    /** As {@link #open(PullListener, SecretPrompt, Timing)}, with nobody to ask and the usual times. */
    public static Broker open(PullListener listener) {
        return open(listener, SecretPrompt.nobody(), Timing.DEFAULT);
    }

    /**
     * Starts a pull.
     *
     * @param out where the remote standard output goes, byte for byte; not closed. A {@code create} writes nothing.
     */
    public Run start(Pull pull, OutputStream out) {
        return new Run(pull.name(), () -> carryOut(pull, out));
    }

    private Outcome carryOut(Pull pull, OutputStream out) {
        Plan plan;
        try {
            plan = Plan.of(pull, timing);
        } catch (UnusableInput e) {
            return new Failed(Phase.PLAN, Cause.UNUSABLE, new Problem(e.what(), e.hint()), OptionalInt.empty());
        }
        return new PullSession(plan, clients, scheduler, secrets, listener).run(out);
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Ends what is still open. May be called again. */
    @Override
    public void close() {
        clients.close();
        scheduler.shutdownNow();
        executor.shutdownNow();
    }
}
