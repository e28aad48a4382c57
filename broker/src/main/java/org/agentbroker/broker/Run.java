package org.agentbroker.broker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;

/** A pull under way. */
public final class Run {
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final Thread thread;

    Run(String name, Supplier<Outcome> work) {
        thread = new Thread(() -> complete(work), "pull " + name);
        thread.start();
    }

    private void complete(Supplier<Outcome> work) {
        try {
            outcome.complete(work.get());
        } catch (RuntimeException | Error e) {
            // the one place for what no step foresaw: whoever waits must hear of it
            outcome.complete(new Failed(
                    Phase.PLAN, Cause.FAULT, "a fault in broker: " + e, "please report it, with the output of -vv"));
        }
    }

    /** Waits without limit; the plan's deadline bounds it. */
    public Outcome await() throws InterruptedException {
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            throw new AssertionError("it is only completed with a value", e);
        }
    }

    /**
     * Ends the pull: borg on the client is told to save a checkpoint and stop, for at most {@code Timing.stop}. A
     * second call does not wait for that. The outcome is then a failure with cause {@code CANCELLED}.
     */
    public void cancel() {
        thread.interrupt();
    }

    /** The outcome once it is there. */
    public CompletableFuture<Outcome> outcome() {
        return outcome.copy();
    }
}
