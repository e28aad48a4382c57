package org.agentbroker.broker.returnpath;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.agentbroker.broker.returnpath.EmbeddedEvent.Ended;
import org.agentbroker.broker.returnpath.EmbeddedEvent.NotStarted;
import org.jspecify.annotations.Nullable;

/** The process at the server's end, its streams joined to the client's channel. */
final class ServeChild {
    private static final int NOT_FOUND = 127; // as a shell says it
    private static final int KILLED = 128 + 9;
    private static final Duration AFTER_KILL = Duration.ofSeconds(1);

    private final ServeStarter starter;
    private final ServeChannel channel;
    private final ChildInput input;
    private final Executor executor;
    private final Patience patience;
    private final Consumer<EmbeddedEvent> listener;
    private final CompletableFuture<@Nullable ChildExit> exit = new CompletableFuture<>();
    private @Nullable ChildEnd end;
    private boolean cut;

    ServeChild(
            ServeStarter starter,
            ServeChannel channel,
            ChildInput input,
            Executor executor,
            Patience patience,
            Consumer<EmbeddedEvent> listener) {
        this.starter = starter;
        this.channel = channel;
        this.input = input;
        this.executor = executor;
        this.patience = patience;
        this.listener = listener;
    }

    void start() {
        try {
            executor.execute(this::run);
        } catch (RuntimeException e) { // it takes no more
            notStarted(e);
        }
    }

    private void run() {
        if (isCut()) {
            exit.complete(null);
            return;
        }
        Process process;
        try {
            process = starter.start();
        } catch (IOException | RuntimeException e) {
            notStarted(e);
            return;
        }
        ChildEnd ending =
                new ChildEnd(process, starter.leadsGroup(), patience.untilTerm(), patience.untilKill(), executor);
        try {
            attend(process, ending);
        } catch (InterruptedException | RuntimeException e) {
            channel.close(true);
            ending.begin();
            exit.complete(new ChildExit(KILLED, true));
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void attend(Process process, ChildEnd ending) throws InterruptedException {
        ChildOutput out = new ChildOutput(process.getInputStream(), channel, false, executor);
        ChildOutput err = new ChildOutput(process.getErrorStream(), channel, true, executor);
        input.attach(process.getOutputStream());
        begin(ending);
        int status = process.waitFor();
        awaitOutput(out, ending);
        awaitOutput(err, ending);
        ChildExit how = ended(status);
        listener.accept(new Ended(how));
        channel.exited(status);
        input.closed();
        exit.complete(how);
    }

    private synchronized boolean isCut() {
        return cut;
    }

    private synchronized void begin(ChildEnd ending) {
        end = ending;
        if (cut) {
            ending.begin();
        }
    }

    private synchronized ChildExit ended(int status) {
        return new ChildExit(status, cut);
    }

    private void awaitOutput(ChildOutput output, ChildEnd ending) throws InterruptedException {
        if (!output.await(patience.stray())) {
            ending.killGroup();
            output.await(AFTER_KILL);
        }
    }

    private void notStarted(Exception cause) {
        listener.accept(new NotStarted(String.valueOf(cause.getMessage())));
        byte[] line = "borg: not found at the server, or not to be started\n".getBytes(StandardCharsets.US_ASCII);
        try {
            channel.send(line, line.length, true);
        } catch (IOException e) {
            // the client has gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        channel.exited(NOT_FOUND);
        exit.complete(new ChildExit(NOT_FOUND, false));
    }

    /** The client has gone: the child's input ends at once. */
    synchronized void cut() {
        cut = true;
        input.closed();
        if (end != null) {
            end.begin();
        }
    }

    /** How it ended; null when it was cut off before it started. Never fails. */
    CompletableFuture<@Nullable ChildExit> exit() {
        return exit;
    }
}
