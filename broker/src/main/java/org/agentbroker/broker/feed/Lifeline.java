package org.agentbroker.broker.feed;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agentbroker.agent.key.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Standard input of the command: the script, the passphrase, then a sign of life every few seconds. Its end tells the
 * script to end borg.
 */
public final class Lifeline implements AutoCloseable {
    private static final byte[] HEARTBEAT = {'\n'};

    private final OutputStream stdin;
    private final Executor executor;
    private final AtomicBoolean beating = new AtomicBoolean();
    private final Object writing = new Object();
    private @Nullable ScheduledFuture<?> beats;
    private boolean closed;

    public Lifeline(OutputStream stdin, Executor executor) {
        this.stdin = stdin;
        this.executor = executor;
    }

    /** For what may block on a far end that does not read. */
    Executor executor() {
        return executor;
    }

    /** Sends the two lines, and then beats until closed. */
    public synchronized void start(
            String script, Secret passphrase, ScheduledExecutorService scheduler, Duration heartbeat)
            throws IOException {
        stdin.write((script + "\n").getBytes(StandardCharsets.UTF_8));
        passphrase.writeLine(stdin);
        stdin.flush();
        long millis = heartbeat.toMillis();
        beats = scheduler.scheduleAtFixedRate(this::beat, millis, millis, TimeUnit.MILLISECONDS);
    }

    // a write may block on a client that does not read: never on the scheduler, which serves all pulls
    private void beat() {
        if (beating.compareAndSet(false, true)) {
            executor.execute(() -> {
                try {
                    writeBeat();
                } finally {
                    beating.set(false);
                }
            });
        }
    }

    private void writeBeat() {
        try {
            send(HEARTBEAT, 0);
        } catch (IOException e) {
            stopBeating(); // the channel is closed or stuck; that shows elsewhere
        }
    }

    /** No sign of life gets between the line and its bytes. */
    void send(byte[] line, int length, byte... bytes) throws IOException {
        synchronized (writing) {
            stdin.write(line);
            if (length > 0) {
                stdin.write(bytes, 0, length);
            }
            stdin.flush();
        }
    }

    private synchronized void stopBeating() {
        if (beats != null) {
            beats.cancel(false);
        }
    }

    /** Sends the end of input. May be called again. */
    @Override
    public void close() {
        stopBeating();
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        try {
            stdin.close();
        } catch (IOException e) {
            // there is no input any more, which is what was wanted
        }
    }
}
