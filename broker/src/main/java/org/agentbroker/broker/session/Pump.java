package org.agentbroker.broker.session;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.agentbroker.broker.session.Sinks.Refusal;
import org.agentbroker.broker.session.Sinks.Sink;

/**
 * Carries one stream from MINA's I/O threads, which must not block, to a sink, which may. What waits here is bounded by
 * the channel's window: it opens again only for what the sink has taken.
 */
final class Pump {
    /** Gives the window back. */
    interface Window {
        void release(int bytes) throws IOException;
    }

    private final Sink sink;
    private final Window window;
    private final Executor executor;
    private final Consumer<Ending> refused;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private boolean running;
    private boolean ended;
    private boolean broken;

    Pump(Sink sink, Window window, Executor executor, Consumer<Ending> refused) {
        this.sink = sink;
        this.window = window;
        this.executor = executor;
        this.refused = refused;
    }

    void take(byte[] bytes) throws IOException {
        synchronized (this) {
            if (!ended && !broken) {
                waiting.add(bytes);
                if (!running) {
                    running = true;
                    executor.execute(this::run);
                }
                return;
            }
        }
        // nobody wants it, but both streams share the window: closed, it would stop the command from ending
        window.release(bytes.length);
    }

    private void run() {
        try {
            for (byte[] bytes = next(); bytes != null; bytes = next()) {
                sink.take(bytes);
                window.release(bytes.length);
            }
        } catch (Refusal e) {
            stop(e.ending());
        } catch (IOException e) {
            stop(new Ending.Lost());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop(new Ending.Lost());
        } catch (RuntimeException e) {
            stop(new Ending.Faulty(e)); // or nobody would ever open the window again
        }
    }

    private synchronized byte[] next() {
        byte[] bytes = waiting.poll();
        if (bytes == null) {
            running = false;
            notifyAll();
        }
        return bytes;
    }

    private void stop(Ending ending) {
        int dropped;
        synchronized (this) {
            broken = true;
            running = false;
            dropped = waiting.stream().mapToInt(bytes -> bytes.length).sum();
            waiting.clear();
            notifyAll();
        }
        refused.accept(ending);
        try {
            if (dropped > 0) {
                window.release(dropped);
            }
        } catch (IOException e) {
            // the hop is gone, and its window with it
        }
    }

    /** Waits until the sink has taken everything that came so far; false when the time is over before. */
    synchronized boolean awaitIdle(long nanos) throws InterruptedException {
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

    /** Takes nothing more and tells the sink, once; to be called when idle. */
    void end() {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        if (!broken) {
            sink.end();
        }
    }
}
