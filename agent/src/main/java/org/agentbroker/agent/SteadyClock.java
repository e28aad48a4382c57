package org.agentbroker.agent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Wall time at its creation, from then on the monotonic clock: setting the machine's time extends no lifetime. */
public final class SteadyClock implements InstantSource {
    private final Instant start = Instant.now();
    private final long startNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return start.plus(Duration.ofNanos(System.nanoTime() - startNanos));
    }
}
