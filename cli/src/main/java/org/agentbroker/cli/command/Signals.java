package org.agentbroker.cli.command;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.agentbroker.broker.Run;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.cli.print.Reporter;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and SIGTERM: the pull under way is cancelled and given time to end; then the JVM exits with 130 or 143 by
 * itself.
 */
final class Signals implements AutoCloseable {
    private static final Duration PATIENCE = Timing.DEFAULT.stop().plusSeconds(15);

    private final AtomicReference<@Nullable Run> current = new AtomicReference<>();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Reporter reporter;
    private volatile boolean stopping;

    private Signals(Reporter reporter) {
        this.reporter = reporter;
    }

    static Signals watch(Reporter reporter) {
        Signals signals = new Signals(reporter);
        Runtime.getRuntime().addShutdownHook(new Thread(signals::stop, "broker-stop"));
        return signals;
    }

    /** The run that a signal cancels. */
    void current(Run run) {
        current.set(run);
        if (stopping) {
            run.cancel();
        }
    }

    boolean isStopping() {
        return stopping;
    }

    private void stop() {
        if (finished.getCount() == 0) {
            return; // the usual exit
        }
        stopping = true;
        Run run = current.get();
        if (run != null) {
            reporter.note("stopping; borg on the client may save a checkpoint");
            run.cancel();
        }
        try {
            finished.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All is done and said. */
    @Override
    public void close() {
        finished.countDown();
    }
}
