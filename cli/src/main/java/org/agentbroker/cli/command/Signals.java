package org.agentbroker.cli.command;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agentbroker.broker.Run;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.cli.print.Reporter;

/**
 * Ctrl-C and SIGTERM: the pulls under way are cancelled and given time to end, and no more are begun; then the JVM exits
 * with 130 or 143 by itself.
 */
final class Signals implements AutoCloseable {
    private static final Duration PATIENCE = Timing.DEFAULT.stop().plusSeconds(15);

    private final Set<Run> underWay = ConcurrentHashMap.newKeySet();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Reporter reporter;
    private final String what;
    private volatile boolean stopping;

    private Signals(Reporter reporter, String what) {
        this.reporter = reporter;
        this.what = what;
    }

    /** @param what borg may do yet before it ends */
    static Signals watch(Reporter reporter, String what) {
        Signals signals = new Signals(reporter, what);
        Runtime.getRuntime().addShutdownHook(new Thread(signals::stop, "broker-stop"));
        return signals;
    }

    /** A signal cancels it, from now on. */
    void begun(Run run) {
        underWay.add(run);
        if (stopping) {
            run.cancel();
        }
    }

    void ended(Run run) {
        underWay.remove(run);
    }

    boolean isStopping() {
        return stopping;
    }

    private void stop() {
        if (finished.getCount() == 0) {
            return; // the usual exit
        }
        stopping = true;
        if (!underWay.isEmpty()) {
            reporter.note("stopping; " + what);
            underWay.forEach(Run::cancel);
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
