package org.agentbroker.cli.monitor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.agentbroker.agent.key.UnusableInput;

/** A command of the admin, without a shell. */
final class Hook {
    private static final int MOST_OUTPUT = 16 << 10;
    private static final Duration FOR_OUTPUT = Duration.ofSeconds(1);

    private final List<String> words;
    private final Map<String, String> variables;
    private final byte[] input;
    private final Consumer<String> notes;

    /**
     * @param variables added to the environment
     * @param notes hears its output, line by line
     */
    Hook(List<String> words, Map<String, String> variables, String input, Consumer<String> notes) {
        this.words = words;
        this.variables = variables;
        this.input = input.getBytes(StandardCharsets.UTF_8);
        this.notes = notes;
    }

    /** Waits for its end, or kills it with its children. */
    void run(Duration limit) throws UnusableInput, InterruptedException {
        Process process = start();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        CompletableFuture<Void> output = CompletableFuture.runAsync(() -> read(process, said), Hook::onThread);
        CompletableFuture.runAsync(() -> feed(process), Hook::onThread);
        try {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                kill(process);
            }
            tell(output, said);
            if (!ended) {
                throw new UnusableInput(
                        name() + " did not end within " + limit.toSeconds() + " s and was killed",
                        "let it start what takes longer in the background");
            }
            if (process.exitValue() != 0) {
                throw new UnusableInput(name() + " ended with " + process.exitValue(), "its output stands above");
            }
        } finally {
            kill(process);
        }
    }

    private Process start() throws UnusableInput {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().putAll(variables);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UnusableInput(name() + " cannot be started: " + e.getMessage(), "ls -l " + words.get(0));
        }
    }

    private String name() {
        return "the hook " + words.get(0);
    }

    private static void onThread(Runnable task) {
        Thread thread = new Thread(task, "broker-hook");
        thread.setDaemon(true);
        thread.start();
    }

    private void feed(Process process) {
        try (OutputStream to = process.getOutputStream()) {
            to.write(input);
        } catch (IOException e) {
            // it need not read
        }
    }

    private static void read(Process process, ByteArrayOutputStream said) {
        byte[] bytes = new byte[1024];
        try (InputStream from = process.getInputStream()) {
            for (int n = from.read(bytes); n >= 0; n = from.read(bytes)) {
                said.write(bytes, 0, Math.min(n, MOST_OUTPUT - said.size()));
            }
        } catch (IOException e) {
            // what came until then counts
        }
    }

    private void tell(CompletableFuture<Void> output, ByteArrayOutputStream said) throws InterruptedException {
        try {
            output.get(FOR_OUTPUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // what it left in the background may keep its output open
        }
        said.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(notes);
    }

    /** Children first, while it can be told whose they are. */
    private static void kill(Process process) {
        if (process.isAlive()) {
            List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                    .toList();
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
