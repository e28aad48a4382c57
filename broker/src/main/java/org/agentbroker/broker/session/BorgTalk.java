package org.agentbroker.broker.session;

import dev.failsafe.RateLimiter;
import java.time.Duration;
import org.agentbroker.broker.borg.BorgLine;
import org.agentbroker.broker.borg.BorgLineReader;
import org.agentbroker.broker.borg.Evidence;
import org.agentbroker.broker.borg.LineSplitter;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.session.Sinks.Refusal;
import org.agentbroker.broker.session.Sinks.Sink;

/**
 * Standard error of the command: lines to records, to the listener and into the evidence. Takes 16 MiB a second at the
 * most, so that a flood is slow and not a load, and {@link #MOST} in all unless told otherwise.
 */
final class BorgTalk implements Sink {
    /** In bytes: {@code --list} of ten million files fits. */
    static final long MOST = 4L << 30;

    private static final int KIB_PER_SECOND = 16 * 1024;

    private final RateLimiter<Object> rate =
            RateLimiter.burstyBuilder(KIB_PER_SECOND, Duration.ofSeconds(1)).build();
    private final Evidence evidence;
    private final LineSplitter lines;
    private final long most;
    private long taken;

    BorgTalk(String client, Evidence evidence, PullListener listener) {
        this(client, evidence, listener, MOST);
    }

    BorgTalk(String client, Evidence evidence, PullListener listener, long most) {
        this.most = most;
        this.evidence = evidence;
        this.lines = new LineSplitter(text -> {
            BorgLine line = BorgLineReader.read(text);
            evidence.hear(line);
            listener.heard(new PullEvent.Said(client, line));
        });
    }

    @Override
    public void take(byte[] bytes) throws Refusal, InterruptedException {
        taken += bytes.length;
        if (taken > most) {
            throw new Refusal(new Ending.Flooded());
        }
        rate.acquirePermits(1 + bytes.length / 1024);
        lines.feed(bytes);
    }

    @Override
    public void end() {
        lines.end();
    }

    Evidence evidence() {
        return evidence;
    }
}
