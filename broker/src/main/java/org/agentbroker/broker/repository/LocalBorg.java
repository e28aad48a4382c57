package org.agentbroker.broker.repository;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.broker.account.AsAccount;
import org.agentbroker.broker.borg.BorgLine;
import org.agentbroker.broker.borg.BorgLineReader;
import org.agentbroker.broker.borg.Evidence;
import org.agentbroker.broker.borg.LineSplitter;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.feed.Feed;
import org.agentbroker.broker.feed.Lifeline;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.plan.Deadline;
import org.agentbroker.broker.plan.Program;

/** Borg at the server, under way. It ends when this is closed, and when broker ends in whatever way. */
public final class LocalBorg implements AutoCloseable {
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    private static final Duration STUCK = Duration.ofSeconds(1);

    private static final long QUICK_SECONDS = 2;

    private final AsAccount account;
    private final Process process;
    private final InputStream out;
    private final Lifeline lifeline;
    private final String client;
    private final Means means;
    private final Evidence evidence = new Evidence();
    private final CompletableFuture<Boolean> heard = new CompletableFuture<>();
    private volatile CompletableFuture<Boolean> copied = CompletableFuture.completedFuture(true);
    private volatile long writingSince; // 0 for not

    private LocalBorg(AsAccount account, Process process, String client, Means means) {
        this.account = account;
        this.process = process;
        this.out = new BufferedInputStream(process.getInputStream());
        this.client = client;
        this.means = means;
        this.lifeline = new Lifeline(process.getOutputStream(), means.executor());
    }

    static LocalBorg start(
            AsAccount account, Program program, boolean fed, Secret passphrase, String client, Means means)
            throws IOException {
        LocalBorg borg = new LocalBorg(account, account.start(Program.command()), client, means);
        try {
            means.executor().execute(borg::listen);
            String line = fed ? program.fedLine() : program.borgLine();
            borg.lifeline.start(
                    line, passphrase, means.scheduler(), means.timing().heartbeat());
            return borg;
        } catch (IOException | RuntimeException e) {
            borg.close();
            throw e;
        }
    }

    private void listen() {
        LineSplitter lines = new LineSplitter(text -> {
            BorgLine line = BorgLineReader.read(text);
            evidence.hear(line);
            if (!Evidence.isOfMissingArchive(line)) { // the outcome says it as well
                means.listener().heard(new PullEvent.Said(client, line));
            }
        });
        byte[] chunk = new byte[8192];
        try (InputStream err = process.getErrorStream()) {
            for (int n = err.read(chunk); n >= 0; n = err.read(chunk)) {
                lines.feed(Arrays.copyOf(chunk, n));
            }
            lines.end();
        } catch (IOException e) {
            // it was ended
        } finally {
            heard.complete(true);
        }
    }

    /** Its standard output. */
    public InputStream out() {
        return out;
    }

    /** Waits until it writes, and takes nothing of that; false when it ended without, or nothing came by the deadline. */
    public boolean hasBegun(Deadline deadline) throws InterruptedException {
        CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(this::peek, means.executor());
        return await(first, deadline.left()) && first.join();
    }

    private boolean peek() {
        out.mark(1);
        try {
            boolean some = out.read() >= 0;
            out.reset();
            return some;
        } catch (IOException e) {
            return false; // it was ended
        }
    }

    /** Its standard input, of one that was started for that. */
    public Feed feed() {
        return new Feed(lifeline);
    }

    /** What it said; complete after {@link #await}. */
    public Evidence evidence() {
        return evidence;
    }

    /** Whether it has not ended yet. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Does something when it has ended, in whatever way, on another thread. */
    public void whenEnded(Runnable then) {
        process.onExit().thenRun(then);
    }

    /** Whoever has its standard output reads it meanwhile. Empty when it has not ended by the deadline. */
    public Optional<Outcome> await(Deadline deadline) throws InterruptedException {
        if (!process.waitFor(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        await(heard, AFTER_KILL);
        return Optional.of(new LocalEnd(client, evidence).of(process.exitValue()));
    }

    /** False when somebody holds the stream open. */
    private static boolean await(CompletableFuture<Boolean> stream, Duration limit) throws InterruptedException {
        try {
            stream.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /** Until all it wrote is copied, or whoever gets that takes nothing. */
    private void awaitCopy(Deadline limit) throws InterruptedException {
        boolean over = false;
        while (!over && !limit.isOver()) {
            long since = writingSince;
            over = await(copied, STUCK.dividedBy(10)) || since != 0 && System.nanoTime() - since > STUCK.toNanos();
        }
    }

    /**
     * Copies its standard output, and waits for its end, which is a failure when it did not come by the deadline.
     *
     * @param out not closed
     */
    public Outcome copy(OutputStream out, Deadline deadline) throws InterruptedException {
        CompletableFuture<Boolean> all = new CompletableFuture<>();
        copied = all;
        means.executor().execute(() -> all.complete(copyAll(out)));
        Optional<Outcome> ended;
        boolean taken;
        try {
            taken = all.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
            ended = taken ? await(deadline) : Optional.empty();
        } catch (TimeoutException e) {
            return LocalEnd.overdue(client);
        } catch (ExecutionException e) {
            throw new AssertionError("it is only completed with a value", e);
        }
        return taken ? ended.orElseGet(() -> LocalEnd.overdue(client)) : LocalEnd.outputClosed();
    }

    /** False when nobody takes it. */
    private boolean copyAll(OutputStream out) {
        byte[] chunk = new byte[64 << 10];
        try {
            for (int n = out().read(chunk); n >= 0; n = out().read(chunk)) {
                writingSince = System.nanoTime() | 1;
                try {
                    out.write(chunk, 0, n);
                    out.flush();
                } catch (IOException e) {
                    return false;
                } finally {
                    writingSince = 0;
                }
            }
        } catch (IOException e) {
            // it was ended
        }
        return true;
    }

    /** What it still writes and nobody takes: it does not end while that finds no room. */
    private void discard() {
        try {
            awaitCopy(Deadline.in(means.timing().stop()));
            out().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // it has ended
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The whole group, which the program leads: of the shells none ends by that. */
    private void terminate() {
        try {
            account.start(List.of("sh", "-c", "kill -s TERM -- -" + process.pid()));
        } catch (IOException e) {
            // its input has ended, or it is killed later
        }
    }

    /** Ends it if it still runs, lets it give its lock back, and hears its last words. May be called again. */
    @Override
    public void close() {
        // who writes to one that does not read keeps the stream from being closed
        means.executor().execute(lifeline::close);
        means.executor().execute(this::discard);
        boolean interrupted = Thread.interrupted();
        try {
            if (!process.waitFor(QUICK_SECONDS, TimeUnit.SECONDS)) {
                terminate();
            }
            if (!process.waitFor(means.timing().stop().toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor(AFTER_KILL.toMillis(), TimeUnit.MILLISECONDS);
            }
            awaitCopy(Deadline.in(AFTER_KILL));
            await(heard, AFTER_KILL);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
