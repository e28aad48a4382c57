package org.agentbroker.broker.returnpath;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** {@code borg serve}, joined with a connection that came without a login. */
final class ServedProcess implements Splice.Near {
    private static final Duration UNTIL_TERM = Duration.ofSeconds(5);
    private static final Duration UNTIL_KILL = Duration.ofSeconds(3);
    private static final int MOST_ERRORS = 16 * 1024;

    private final Process process;
    private final ChildEnd end;
    private final Executor executor;
    private final CompletableFuture<ChildExit> exit = new CompletableFuture<>();
    private final AtomicBoolean cut = new AtomicBoolean();

    private ServedProcess(Process process, boolean leadsGroup, Executor executor) {
        this.process = process;
        this.executor = executor;
        this.end = new ChildEnd(process, leadsGroup, UNTIL_TERM, UNTIL_KILL, executor);
    }

    static ServedProcess start(ServeStarter starter, Executor executor, Consumer<EmbeddedEvent> listener)
            throws IOException {
        try {
            ServedProcess served = new ServedProcess(starter.start(), starter.leadsGroup(), executor);
            executor.execute(() -> served.watch(listener));
            return served;
        } catch (IOException e) {
            listener.accept(new EmbeddedEvent.NotStarted(String.valueOf(e.getMessage())));
            throw e;
        }
    }

    /** The client has no channel for what it says as an error, so that is ours to tell. */
    private void watch(Consumer<EmbeddedEvent> listener) {
        try {
            byte[] errors = process.getErrorStream().readNBytes(MOST_ERRORS);
            process.getErrorStream().transferTo(OutputStream.nullOutputStream());
            int status = process.waitFor();
            String text = new String(errors, StandardCharsets.UTF_8);
            text.lines().filter(line -> !line.isBlank()).forEach(line -> listener.accept(new EmbeddedEvent.Said(line)));
            ChildExit how = new ChildExit(status, cut.get());
            listener.accept(new EmbeddedEvent.Ended(how));
            exit.complete(how);
        } catch (IOException e) {
            end.begin();
        } catch (InterruptedException e) {
            end.begin();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public InputStream in() {
        return process.getInputStream();
    }

    @Override
    public OutputStream out() {
        return process.getOutputStream();
    }

    @Override
    public void endOfInput() throws IOException {
        process.getOutputStream().close();
    }

    /** Does not wait. */
    @Override
    public void close() {
        if (process.isAlive() && cut.compareAndSet(false, true)) {
            // not here: a write that the process does not take holds the stream's lock
            executor.execute(() -> {
                try {
                    process.getOutputStream().close();
                } catch (IOException e) {
                    // it reads no more, which is what was wanted
                }
            });
            end.begin();
        }
    }

    /** Waits until it has ended, after {@link #close}. */
    void await() {
        try {
            exit.get(UNTIL_TERM.plus(UNTIL_KILL).plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // not even a KILL ends it
        }
    }
}
