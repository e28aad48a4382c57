package org.agentbroker.broker;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.keys.ServerKeys;
import org.agentbroker.broker.ledger.Ledgers;
import org.agentbroker.broker.lock.PullLocks;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.broker.repository.Means;
import org.agentbroker.broker.restore.Tools;
import org.agentbroker.broker.secret.SecretReader;
import org.agentbroker.broker.session.HopClient;

/** What all that a {@link Broker} does has in common: threads, the SSH client, and what is kept in the state directory. */
record Workshop(
        Timing timing,
        InstantSource clock,
        ExecutorService executor,
        ScheduledExecutorService scheduler,
        HopClient clients,
        PullLocks locks,
        Ledgers ledgers,
        ServerKeys serverKeys)
        implements AutoCloseable {

    static Workshop open(Timing timing, Path state, InstantSource clock) {
        PullLocks locks = PullLocks.in(state, clock);
        ExecutorService executor = Executors.newCachedThreadPool(daemons("broker-io-"));
        return new Workshop(
                timing,
                clock,
                executor,
                Executors.newSingleThreadScheduledExecutor(daemons("broker-heartbeat-")),
                HopClient.open(timing, executor),
                locks,
                Ledgers.in(state),
                ServerKeys.with(locks.directory(), clock));
    }

    /** For programs at the server. */
    Means means(PullListener listener) {
        return new Means(executor, scheduler, timing, listener);
    }

    /** For restores. */
    Tools tools(SecretReader secrets) {
        return new Tools(clients, executor, scheduler, secrets, serverKeys, timing);
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
        serverKeys.close();
        scheduler.shutdownNow();
        executor.shutdownNow();
    }
}
