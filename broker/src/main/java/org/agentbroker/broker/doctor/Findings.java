package org.agentbroker.broker.doctor;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.agentbroker.broker.doctor.Finding.Result;
import org.jspecify.annotations.Nullable;

/** Tells what was found, a link at a time, and knows what has not been looked at. */
final class Findings {
    private final String client;
    private final Consumer<Finding> listener;
    private final Set<Link> told = EnumSet.noneOf(Link.class);
    private @Nullable Link broken;
    private long last = System.nanoTime();

    Findings(String client, Consumer<Finding> listener) {
        this.client = client;
        this.listener = listener;
    }

    /** With the time since the one before. */
    void tell(Link link, Verdict verdict) {
        tell(link, verdict, Duration.ofNanos(System.nanoTime() - last));
    }

    void tell(Link link, Verdict verdict, Duration time) {
        last = System.nanoTime();
        told.add(link);
        if (broken == null && verdict.result() == Result.FAILED) {
            broken = link;
        }
        Duration shown = verdict.result() == Result.SKIPPED ? Duration.ZERO : time;
        listener.accept(
                new Finding(client, link, verdict.result(), shown, verdict.detail(), verdict.hint(), verdict.cause()));
    }

    /** Whether everything else has to wait for this link. */
    boolean isBroken(Link link) {
        return broken == link;
    }

    /** Tells of all that has not been told of, up to one link, that it was not looked at. */
    void skip(Link first, Link last) {
        for (Link link : EnumSet.range(first, last)) {
            if (!told.contains(link) && link != Link.JUMP) {
                tell(link, Verdict.skipped("needs " + (broken == null ? "what is before it" : broken.label())));
            }
        }
    }
}
