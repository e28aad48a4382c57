package org.agentbroker.it.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A started program; both of its outputs are read all the time, so it never blocks on them. */
public final class Running implements AutoCloseable {
    private static final Duration OUTPUT_AFTER_END = Duration.ofSeconds(5);

    private final Process process;
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final Thread stdoutReader;
    private final Thread stderrReader;

    Running(Process process) {
        this.process = process;
        stdoutReader = reader("stdout", process.getInputStream(), stdout);
        stderrReader = reader("stderr", process.getErrorStream(), stderr);
        stdoutReader.start();
        stderrReader.start();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it wrote so far. */
    public String stdout() {
        return stdout.toString(StandardCharsets.UTF_8);
    }

    /** What it wrote so far. */
    public String stderr() {
        return stderr.toString(StandardCharsets.UTF_8);
    }

    public void awaitStdout(Pattern pattern, Duration limit) {
        Await.until(
                "stdout has " + pattern, limit, () -> pattern.matcher(stdout()).find(), this::state);
    }

    public void awaitStderr(Pattern pattern, Duration limit) {
        Await.until(
                "stderr has " + pattern, limit, () -> pattern.matcher(stderr()).find(), this::state);
    }

    /** Any signal by its name, for example {@code INT}; {@link Process} itself can only send TERM and KILL. */
    public void sendSignal(String name) {
        Command.of("kill", "-s", name, Long.toString(pid())).run().expectSuccess();
    }

    /** Waits for the end; a program that does not end in time is killed, and that is a failure. */
    public Result waitFor(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                close();
                throw new AssertionError("did not end within " + limit.toSeconds() + " s\n" + state());
            }
            // a grandchild may hold the outputs open for as long as it likes
            stdoutReader.join(OUTPUT_AFTER_END.toMillis());
            stderrReader.join(OUTPUT_AFTER_END.toMillis());
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted\n" + state(), e);
        }
        return new Result(process.exitValue(), stdout.toByteArray(), stderr());
    }

    /** Kills it, if it has not ended. */
    @Override
    public void close() {
        process.destroyForcibly();
    }

    private String state() {
        return "--- stdout\n" + stdout() + "\n--- stderr\n" + stderr();
    }

    private static Thread reader(String name, InputStream from, ByteArrayOutputStream to) {
        Thread thread = new Thread(() -> copy(from, to), name);
        thread.setDaemon(true);
        return thread;
    }

    private static void copy(InputStream from, ByteArrayOutputStream to) {
        try (from) {
            from.transferTo(to);
        } catch (IOException e) {
            // the stream of a killed program may end like this; what came until then counts
        }
    }
}
