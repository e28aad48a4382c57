package org.agentbroker.broker.session;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for futures that are only ever completed with a value. */
final class Waiting {
    private Waiting() {}

    /** Empty when the time is over before. */
    static <T> Optional<T> until(CompletableFuture<T> future, Duration time) throws InterruptedException {
        try {
            return Optional.of(future.get(time.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new AssertionError("it is only completed with a value", e);
        }
    }
}
