package org.agentbroker.broker.restore;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.agentbroker.broker.borg.BorgLine;
import org.agentbroker.broker.borg.BorgLine.ProgressMessage;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullEvent.Said;
import org.agentbroker.broker.event.PullListener;

/** How many bytes went to the client, also within what borg at the server says of its progress. */
final class Moved implements PullListener {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB"};

    private final String client;
    private final PullListener listener;
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean muted;

    /** @param client that gets them; borg speaks of the one whose repository it is */
    Moved(String client, PullListener listener) {
        this.client = client;
        this.listener = listener;
    }

    void add(int some) {
        bytes.addAndGet(some);
    }

    /** Borg is ended: what it says of that is nobody's concern. */
    void mute() {
        muted = true;
    }

    @Override
    public void heard(PullEvent event) {
        if (muted || !(event instanceof Said said)) {
            return;
        }
        BorgLine line = said.line();
        if (line instanceof ProgressMessage progress && !progress.finished()) {
            line = new ProgressMessage(this + ", " + progress.message().strip(), false);
        }
        listener.heard(new Said(client, line));
    }

    /** Such as {@code 12.3 MB}. */
    @Override
    public String toString() {
        double size = bytes.get();
        if (size < 1000) {
            return (long) size + " B";
        }
        int unit = -1;
        while (size >= 1000 && unit < UNITS.length - 1) {
            size /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
    }
}
