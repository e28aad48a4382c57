package org.agentbroker.broker.returnpath;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One of the child's two outputs on its way to the client. */
final class ChildOutput {
    private static final int CHUNK = 32 << 10;

    private final InputStream from;
    private final ServeChannel channel;
    private final boolean error;
    private final CompletableFuture<Void> done;
    private volatile boolean reading;
    private volatile long reads;

    ChildOutput(InputStream from, ServeChannel channel, boolean error, Executor executor) {
        this.from = from;
        this.channel = channel;
        this.error = error;
        this.done = CompletableFuture.runAsync(this::run, executor);
    }

    private void run() {
        byte[] chunk = new byte[CHUNK];
        try (from) {
            for (int count = read(chunk); count > 0; count = read(chunk)) {
                channel.send(chunk, count, error);
            }
        } catch (IOException e) {
            // the client has gone, and the child hears of it by its input
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int read(byte[] chunk) throws IOException {
        reads++;
        reading = true;
        try {
            return from.read(chunk);
        } finally {
            reading = false;
        }
    }

    /**
     * Waits until all of it is sent, however long a slow client takes. But what is not written will not be: the child has
     * gone, and another process that it left behind holds the pipe.
     *
     * @param stray how long such a process may be silent
     * @return false when there is one
     */
    boolean await(Duration stray) throws InterruptedException {
        while (true) {
            long before = reads;
            if (isDone(stray)) {
                return true;
            }
            if (reading && reads == before) {
                return false;
            }
        }
    }

    private boolean isDone(Duration wait) throws InterruptedException {
        try {
            done.get(wait.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }
}
