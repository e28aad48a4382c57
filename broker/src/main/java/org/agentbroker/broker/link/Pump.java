package org.agentbroker.broker.link;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries one stream from MINA's I/O threads, which must not block, to a receiver, which may. What waits here is bounded
 * by the channel's window: it opens again only for what the receiver has taken.
 */
public final class Pump {
    /** Gives the window back. */
    public interface Window {
        void release(int bytes) throws IOException;
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    // a window of 2 MiB in full packets; a peer that sends single bytes must not make an array of each
    private static final int MOST_ARRAYS = 64;
    private static final int FULL = 32 * 1024;

    private final Receiver receiver;
    private final Window window;
    private final Executor executor;
    private final Consumer<Exception> failed;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final ByteArrayOutputStream joined = new ByteArrayOutputStream(0); // comes after all that is waiting
    private boolean running;
    private boolean ended;
    private boolean endTold;
    private boolean broken;
    private boolean closing;
    private boolean closed;

    /** @param failed hears what the receiver threw; nothing more is given to it then */
    public Pump(Receiver receiver, Window window, Executor executor, Consumer<Exception> failed) {
        this.receiver = receiver;
        this.window = window;
        this.executor = executor;
        this.failed = failed;
    }

    /** Never blocks. Keeps the array. */
    public void take(byte[] bytes) throws IOException {
        boolean rejected = false;
        synchronized (this) {
            if (!ended && !broken) {
                add(bytes);
                rejected = !start();
                if (!rejected) {
                    return;
                }
            }
        }
        if (rejected) {
            fail(new RejectedExecutionException("shut down"));
            return;
        }
        // nobody wants it, but other streams may share the window: closed, it would stop them from ending
        window.release(bytes.length);
    }

    private void add(byte[] bytes) {
        if (joined.size() == 0 && waiting.size() < MOST_ARRAYS) {
            waiting.add(bytes);
            return;
        }
        joined.writeBytes(bytes);
        if (joined.size() >= FULL) {
            waiting.add(joined.toByteArray());
            joined.reset();
        }
    }

    private boolean start() {
        if (!running) {
            running = true; // first: the executor may be the calling thread
            try {
                executor.execute(this::run);
            } catch (RejectedExecutionException e) {
                running = false;
                return false;
            }
        }
        return true;
    }

    private void run() {
        try {
            for (Step step = next(); step != null; step = next()) {
                step.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
        } catch (IOException | RuntimeException e) {
            fail(e); // or nobody would ever open the window again
        }
    }

    private synchronized @Nullable Step next() {
        byte[] bytes = poll();
        if (bytes != null) {
            return () -> {
                receiver.take(bytes);
                window.release(bytes.length);
            };
        }
        if (ended && !endTold && !broken) {
            endTold = true;
            return receiver::end;
        }
        if (closing && !closed) {
            closed = true;
            return receiver::closed;
        }
        running = false;
        notifyAll();
        return null;
    }

    private byte @Nullable [] poll() {
        byte[] bytes = waiting.poll();
        if (bytes == null && joined.size() > 0) {
            bytes = joined.toByteArray();
            joined.reset();
        }
        return bytes;
    }

    private void fail(Exception e) {
        int dropped;
        boolean close;
        synchronized (this) {
            running = false;
            dropped = drop();
            close = closing;
        }
        failed.accept(e);
        if (close) {
            abort();
        }
        try {
            if (dropped > 0) {
                window.release(dropped);
            }
        } catch (IOException gone) {
            // the hop is gone, and its window with it
        }
    }

    private int drop() {
        broken = true;
        int dropped = joined.size();
        for (byte[] bytes : waiting) {
            dropped += bytes.length;
        }
        waiting.clear();
        joined.reset();
        notifyAll();
        return dropped;
    }

    /** Waits until the receiver has taken everything that came so far; false when the time is over before. */
    public synchronized boolean awaitIdle(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        while (running) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(left / 1_000_000 + 1);
        }
        return true;
    }

    /** Takes nothing more; the receiver hears of the end after all bytes, once. */
    public void end() {
        boolean rejected;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            rejected = !start();
        }
        if (rejected) {
            fail(new RejectedExecutionException("shut down"));
        }
    }

    /** The stream was closed by its sender: the receiver hears of it after all bytes, and after the end if that came. */
    public void close() {
        boolean rejected;
        synchronized (this) {
            closing = true;
            rejected = !start();
        }
        if (rejected) {
            abort();
        }
    }

    /** The stream is gone: the receiver hears of it now, even while it takes something, and gets nothing more. */
    public void abort() {
        synchronized (this) {
            drop();
            if (closed) {
                return;
            }
            closed = true;
        }
        receiver.closed();
    }
}
