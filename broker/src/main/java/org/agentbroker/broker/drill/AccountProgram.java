package org.agentbroker.broker.drill;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agentbroker.broker.account.AsAccount;
import org.agentbroker.broker.plan.Deadline;

/** A short script as the repository's account. */
record AccountProgram(AsAccount account, Executor executor) {
    private static final int MOST_ERRORS = 4096;

    /** What it said. */
    record Answer(int status, byte[] out, String firstError) {}

    /**
     * @param arguments {@code $1} and so on
     * @throws IOException when it cannot be started, or does not end by the deadline
     */
    Answer run(String script, List<String> arguments, Deadline deadline) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        words.addAll(arguments);
        Process process = account.start(words);
        try {
            process.getOutputStream().close();
            CompletableFuture<byte[]> out = read(process.getInputStream(), Integer.MAX_VALUE);
            CompletableFuture<byte[]> err = read(process.getErrorStream(), MOST_ERRORS);
            byte[] said = out.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
            byte[] errors = err.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
            String first = new String(errors, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
            return new Answer(process.waitFor(), said, first);
        } catch (TimeoutException e) {
            throw new IOException("it took too long", e);
        } catch (ExecutionException e) {
            throw new AssertionError("it is only completed with a value", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    private CompletableFuture<byte[]> read(InputStream stream, int most) {
        CompletableFuture<byte[]> all = new CompletableFuture<>();
        executor.execute(() -> {
            try (stream) {
                byte[] bytes = stream.readNBytes(most);
                stream.transferTo(java.io.OutputStream.nullOutputStream());
                all.complete(bytes);
            } catch (IOException e) {
                all.complete(new byte[0]); // it was ended
            }
        });
        return all;
    }
}
