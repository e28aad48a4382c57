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

    synchronized void take(byte[] bytes) {
        if (ended || broken) {
            return;
        }
        waiting.add(bytes);
        if (!running) {
            running = true;
            executor.execute(this::run);
        }
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
        synchronized (this) {
            broken = true;
            running = false;
            waiting.clear();
            notifyAll();
        }
        refused.accept(ending);
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
