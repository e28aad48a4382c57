package org.agentbroker.broker.feed;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Data for a program, in frames among the signs of life of a {@link Lifeline}: a line with the number of bytes, and the
 * bytes. {@link #finish} tells its end, so that a cut is never taken for it.
 *
 * <p>A frame grows as long as the far end takes it within a quarter of a second, so that one is never on its way for as
 * long as the far end waits for a sign of life, even where the link gets a hundred times slower. The far end takes some
 * milliseconds for each, so few are better. While one is sent the next is filled, so that neither side waits for the
 * other as long as both are at work. For use by one thread.
 */
public final class Feed extends OutputStream {
    private static final int LEAST = 64 << 10;
    private static final int MOST = 16 << 20;
    private static final int PIPE = 64 << 10; // no more is in one, and the JVM takes memory for all that is asked for
    private static final long QUICK = Duration.ofMillis(250).toNanos();
    private static final long SLOW = Duration.ofSeconds(8).toNanos();
    private static final byte[] END = {'0', '\n'};

    private final Lifeline lifeline;
    private final LongSupplier nanos;
    private byte[] frame = new byte[LEAST];
    private byte[] spare = new byte[0];
    private int used;
    private volatile int size = LEAST;
    private CompletableFuture<@Nullable IOException> sending = CompletableFuture.completedFuture(null);

    /** @param lifeline has started, with a script that reads frames; stays the caller's */
    public Feed(Lifeline lifeline) {
        this(lifeline, System::nanoTime);
    }

    Feed(Lifeline lifeline, LongSupplier nanos) {
        this.lifeline = lifeline;
        this.nanos = nanos;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        for (int left = length; left > 0; ) {
            int some = Math.min(left, frame.length - used);
            System.arraycopy(bytes, at, frame, used, some);
            used += some;
            at += some;
            left -= some;
            if (used == frame.length) {
                send();
            }
        }
    }

    /**
     * Reads once, as much as a pipe holds and fits into the frame.
     *
     * @return how many bytes that was, or -1 at the end
     */
    public int take(InputStream from) throws IOException {
        int some = from.read(frame, used, Math.min(frame.length - used, PIPE));
        used += Math.max(0, some);
        if (used == frame.length) {
            send();
        }
        return some;
    }

    private void send() throws IOException {
        awaitSent();
        byte[] full = frame;
        int length = used;
        try {
            sending = CompletableFuture.supplyAsync(() -> sent(full, length), lifeline.executor());
        } catch (RejectedExecutionException e) {
            throw new IOException("shut down", e);
        }
        frame = spare.length == size ? spare : new byte[size];
        spare = full;
        used = 0;
    }

    /** Why it could not be; null when it was. */
    private @Nullable IOException sent(byte[] full, int length) {
        long before = nanos.getAsLong();
        try {
            lifeline.send((length + "\n").getBytes(StandardCharsets.US_ASCII), length, full);
        } catch (IOException e) {
            return e;
        }
        long took = nanos.getAsLong() - before;
        if (took < QUICK && size < MOST) {
            size *= 2;
        } else if (took > SLOW && size > LEAST) {
            size /= 2;
        }
        return null;
    }

    private void awaitSent() throws IOException {
        try {
            IOException failed = sending.get();
            if (failed != null) {
                throw new IOException(failed.getMessage(), failed);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the far side took nothing");
        } catch (ExecutionException e) {
            throw new IOException("nothing can be sent", e);
        }
    }

    /** Sends the rest, and that it is the end. */
    public void finish() throws IOException {
        if (used > 0) {
            send();
        }
        awaitSent();
        lifeline.send(END, 0);
    }
}
