package org.agentbroker.broker.restore;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.agentbroker.broker.borg.BorgLine.FileStatus;
import org.agentbroker.broker.borg.BorgLine.LogMessage;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullEvent.Said;
import org.agentbroker.broker.event.PullListener;

/** Takes what {@code borg extract --list} says of its files, a path a line, from among what else is said. */
final class DryRunList implements PullListener {
    private static final String LISTED = "borg.output.list";

    private final PullListener listener;
    private final OutputStream out;
    private boolean closed;

    DryRunList(PullListener listener, OutputStream out) {
        this.listener = listener;
        this.out = out;
    }

    @Override
    public void heard(PullEvent event) {
        if (event instanceof Said said) {
            if (said.line() instanceof LogMessage message && message.name().equals(LISTED)) {
                list(message.message());
                return;
            }
            if (said.line() instanceof FileStatus status) {
                list(status.path());
                return;
            }
        }
        listener.heard(event);
    }

    private synchronized void list(String path) {
        if (closed) {
            return;
        }
        try {
            out.write((path + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            closed = true;
        }
    }

    /** Whether nobody takes it. */
    synchronized boolean isClosed() {
        return closed;
    }
}
