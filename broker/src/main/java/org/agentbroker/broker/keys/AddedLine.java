package org.agentbroker.broker.keys;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullListener;

/** A line of a living pull in authorized_keys. */
final class AddedLine implements AutoCloseable {
    private static final int MOST_INTERRUPTS = 10;

    private final AuthorizedKeys keys;
    private final KeyLine line;
    private final Instant end;
    private final String client;
    private final PullListener listener;
    private final AtomicBoolean removed = new AtomicBoolean();

    AddedLine(AuthorizedKeys keys, KeyLine line, Instant end, String client, PullListener listener) {
        this.keys = keys;
        this.line = line;
        this.end = end;
        this.client = client;
        this.listener = listener;
    }

    /** Removes it. A thread that was told to stop, which is how pulls are cancelled, does so all the same. */
    @Override
    public void close() {
        if (!removed.compareAndSet(false, true)) {
            return;
        }
        boolean interrupted = Thread.interrupted(); // every file operation would fail
        try {
            for (int i = 1; ; i++) {
                try {
                    keys.remove(line);
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                    if (i == MOST_INTERRUPTS) {
                        warn("interrupted");
                        return;
                    }
                }
            }
        } catch (UnusableInput e) {
            warn(e.what() + "; " + e.hint());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void warn(String why) {
        listener.heard(new PullEvent.Warning(
                client,
                "the key of this pull still stands in " + keys.file() + ", where it lets nobody in after " + end
                        + " and goes with the next change: " + why));
    }
}
