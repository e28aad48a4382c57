package org.agentbroker.broker.returnpath;

import java.io.IOException;
import java.io.OutputStream;
import org.agentbroker.broker.link.Receiver;
import org.jspecify.annotations.Nullable;

/** The child's standard input, which may come later than the first bytes for it. */
final class ChildInput implements Receiver {
    private @Nullable OutputStream child;
    private boolean writing;
    private boolean ended;

    /** The child has started. */
    synchronized void attach(OutputStream child) {
        this.child = child;
        notifyAll();
        if (ended) {
            close(child);
        }
    }

    @Override
    public void take(byte[] bytes) throws IOException, InterruptedException {
        OutputStream to = begin();
        try {
            to.write(bytes);
            to.flush();
        } finally {
            finish(to);
        }
    }

    private synchronized OutputStream begin() throws IOException, InterruptedException {
        while (child == null && !ended) {
            wait();
        }
        if (child == null || ended) {
            throw new IOException("closed");
        }
        writing = true;
        return child;
    }

    private synchronized void finish(OutputStream to) {
        writing = false;
        if (ended) {
            close(to);
        }
    }

    @Override
    public void end() {
        closed();
    }

    /** At once; a write that the child does not take ends with the child, and closing would wait for it. */
    @Override
    public synchronized void closed() {
        ended = true;
        notifyAll();
        if (child != null && !writing) {
            close(child);
        }
    }

    private static void close(OutputStream child) {
        try {
            child.close();
        } catch (IOException e) {
            // the child has closed it before
        }
    }
}
