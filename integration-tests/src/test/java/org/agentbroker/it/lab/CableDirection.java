package org.agentbroker.it.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * One direction of one connection of a {@link Cable}. What is on its way waits in a queue, each piece with the time at
 * which it is due: a long cable holds much at a time, so it is slow to answer and not slow to carry.
 */
final class CableDirection implements AutoCloseable {
    /** What sockets hold; more would hide from a sender that nobody reads. */
    private static final long MAX_BUFFERED = 256 * 1024;

    /** So much a second of delay: faster than any test sends. */
    private static final long MAX_BYTES_PER_SECOND = 250_000_000;

    /** Before a piece goes through; may wait, and may refuse it. */
    interface Gate {
        void pass(int length) throws IOException;
    }

    /** No bytes mean the end. */
    private record Piece(byte[] bytes, long due) {}

    private final InputStream from;
    private final Supplier<Duration> delay;
    private final Queue<Piece> underway = new ArrayDeque<>();
    private long length;
    private IOException broken;
    private boolean closed;

    CableDirection(InputStream from, Supplier<Duration> delay) {
        this.from = from;
        this.delay = delay;
        Cable.daemon("cable reader", this::read);
    }

    /** Returns when the end has arrived. */
    void deliver(OutputStream to, Gate gate) throws IOException {
        while (true) {
            Piece piece = next();
            gate.pass(piece.bytes.length);
            if (piece.bytes.length == 0) {
                return;
            }
            to.write(piece.bytes);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void read() {
        byte[] buffer = new byte[64 * 1024];
        try {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                add(Arrays.copyOf(buffer, n));
            }
            add(new byte[0]);
        } catch (IOException e) {
            fail(e);
        }
    }

    private synchronized void add(byte[] bytes) throws IOException {
        Duration oneWay = delay.get();
        while (length > MAX_BUFFERED + oneWay.toMillis() * MAX_BYTES_PER_SECOND / 1000 && !closed) {
            await(0);
        }
        underway.add(new Piece(bytes, System.nanoTime() + oneWay.toNanos()));
        length += bytes.length;
        notifyAll();
    }

    // a reset overtakes what is on its way, as it does for who has it in a socket's buffer
    private synchronized void fail(IOException e) {
        broken = e;
        notifyAll();
    }

    private synchronized Piece next() throws IOException {
        while (true) {
            if (broken != null) {
                throw broken;
            }
            Piece piece = underway.peek();
            long left = piece == null ? 0 : piece.due - System.nanoTime();
            if (piece != null && left <= 0) {
                underway.remove();
                length -= piece.bytes.length;
                notifyAll();
                return piece;
            }
            await(left);
        }
    }

    /** For so many nanoseconds, or, if that is 0, until something happens. */
    private void await(long nanos) throws IOException {
        try {
            wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
