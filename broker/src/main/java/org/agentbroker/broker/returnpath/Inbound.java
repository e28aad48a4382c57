package org.agentbroker.broker.returnpath;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Bytes on their way from the client to the child. A slow child stops nobody but itself: whoever puts bytes in never
 * waits, and keepalives behind them are answered. There are never more than the channel's window allows, because the
 * window opens again only for what the child has taken.
 */
final class Inbound {
    private static final int PIECE = 64 << 10; // as much as a pipe takes

    /** Gives the window back. */
    interface Window {
        void release(int bytes) throws IOException;
    }

    private final byte[] ring;
    private final Window window;
    private int head;
    private int held;
    private boolean ended;
    private boolean deaf;

    Inbound(int capacity, Window window) {
        this.ring = new byte[capacity];
        this.window = window;
    }

    /** @throws IOException when the client sends more than its window allows */
    void put(byte[] bytes, int offset, int length) throws IOException {
        synchronized (this) {
            if (!deaf) {
                if (ended || length > ring.length - held) {
                    throw new IOException("more bytes than the channel's window, or after their end");
                }
                int tail = (head + held) % ring.length;
                int first = Math.min(length, ring.length - tail);
                System.arraycopy(bytes, offset, ring, tail, first);
                System.arraycopy(bytes, offset + first, ring, 0, length - first);
                held += length;
                notifyAll();
                return;
            }
        }
        // the child reads no more, but a client that must send all before it reads would wait for ever
        window.release(length);
    }

    /** No more comes. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** What waits here is of no more use. */
    synchronized void cut() {
        deaf = true;
        held = 0;
        notifyAll();
    }

    /** Hands everything on until the end or the cut, and closes the stream; returns when the child reads no more, too. */
    void pour(OutputStream child) throws InterruptedException {
        try (child) {
            for (int count = await(); count > 0; count = await()) {
                child.write(ring, head, count);
                child.flush();
                if (taken(count)) {
                    window.release(count);
                }
            }
        } catch (IOException e) {
            giveUp();
        }
    }

    private synchronized int await() throws InterruptedException {
        while (held == 0 && !ended && !deaf) {
            wait();
        }
        return deaf ? 0 : Math.min(Math.min(held, PIECE), ring.length - head);
    }

    private synchronized boolean taken(int count) {
        if (deaf) {
            return false;
        }
        head = (head + count) % ring.length;
        held -= count;
        return true;
    }

    private void giveUp() {
        int dropped;
        synchronized (this) {
            dropped = held;
            cut();
        }
        try {
            if (dropped > 0) {
                window.release(dropped);
            }
        } catch (IOException e) {
            // the connection is gone, and its window with it
        }
    }

    /** How many bytes wait here. */
    synchronized int held() {
        return held;
    }
}
