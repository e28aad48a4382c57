package org.agentbroker.broker.history;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.history.PastPull.Ending;

/** A pull that has not ended, to be written down. */
public final class BegunPull {
    private final History history;
    private final PastPull pull;
    private final String id = UUID.randomUUID().toString();
    private final long begun = System.nanoTime();

    BegunPull(History history, String client, String command, Instant time) {
        this.history = history;
        this.pull = new PastPull(client, command, time, Optional.empty(), true);
    }

    /** Writes down that it has begun. {@link #end} may be called whether or not that is possible. */
    public void record() throws UnusableInput {
        history.append(
                pull.client(), Lines.begun(id, pull.client(), pull.command(), pull.begun(), Owner.here()), false);
    }

    /** The pull as it ended, not written down yet: once, when it has. */
    public PastPull ended(Result result) {
        Duration took = Duration.ofNanos(System.nanoTime() - begun).truncatedTo(ChronoUnit.MILLIS);
        Ending ending = new Ending(history.now(), took, result);
        return new PastPull(pull.client(), pull.command(), pull.begun(), Optional.of(ending), false);
    }

    /** Writes down how it ended. */
    public void end(PastPull ended) throws UnusableInput {
        Ending ending = ended.ending().orElseThrow(() -> new IllegalArgumentException("it has not ended"));
        history.append(pull.client(), Lines.ended(id, ended, ending), true);
    }
}
