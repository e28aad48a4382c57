package org.agentbroker.broker.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What arrives on a stream, to be read. One packet waits here; the others stop the sender. */
public final class Inbox extends InputStream implements Receiver {
    private final Supplier<Duration> patience;
    private byte @Nullable [] bytes;
    private int at;
    private boolean over;

    /** @param patience how long a read may wait, asked at each */
    public Inbox(Supplier<Duration> patience) {
        this.patience = patience;
    }

    @Override
    public synchronized void take(byte[] more) throws IOException, InterruptedException {
        while (bytes != null && !over) {
            wait();
        }
        if (over) {
            throw new IOException("the stream is closed");
        }
        bytes = more;
        at = 0;
        notifyAll();
    }

    @Override
    public synchronized void end() {
        // the last bytes may still wait
        while (bytes != null && !over) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        over = true;
        notifyAll();
    }

    @Override
    public synchronized void closed() {
        over = true;
        notifyAll();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** @throws TimeOver when nothing came in time */
    @Override
    public synchronized int read(byte[] to, int offset, int length) throws IOException {
        byte[] here = await();
        if (here == null) {
            return -1;
        }
        int count = Math.min(length, here.length - at);
        System.arraycopy(here, at, to, offset, count);
        at += count;
        if (at == here.length) {
            bytes = null;
            notifyAll();
        }
        return count;
    }

    private byte @Nullable [] await() throws IOException {
        long end = System.nanoTime() + patience.get().toNanos();
        try {
            while (bytes == null && !over) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new TimeOver();
                }
                wait(left / 1_000_000 + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        return bytes;
    }

    @Override
    public void close() {
        closed();
    }

    /** Nothing came in time. */
    public static final class TimeOver extends IOException {
        private static final long serialVersionUID = 1L;

        TimeOver() {
            super("no answer in time");
        }
    }
}
