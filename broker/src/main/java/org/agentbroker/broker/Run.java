package org.agentbroker.broker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.agentbroker.broker.outcome.Outcome;

/** A pull under way. */
public final class Run {
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final Thread thread;

    Run(String name, Supplier<Outcome> work) {
        thread = new Thread(() -> outcome.complete(work.get()), "pull " + name);
        thread.start();
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
