package org.agentbroker.broker.drill;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
     * @param most that it may say, in bytes
     * @throws IOException when it cannot be started, says more, or does not end by the deadline
     */
    Answer run(String script, List<String> arguments, int most, Deadline deadline)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        words.addAll(arguments);
        Process process = account.start(words);
        try {
            process.getOutputStream().close();
            CompletableFuture<byte[]> out = read(process.getInputStream(), most + 1, false);
            CompletableFuture<byte[]> err = read(process.getErrorStream(), MOST_ERRORS, true);
            byte[] said = out.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
            if (said.length > most) {
                throw new IOException("more is there than the archive lists");
            }
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

    /** @param passedOver what follows: a program that says more does not wait for somebody to hear it */
    private CompletableFuture<byte[]> read(InputStream stream, int most, boolean passedOver) {
        CompletableFuture<byte[]> all = new CompletableFuture<>();
        executor.execute(() -> {
            try (stream) {
                byte[] bytes = stream.readNBytes(most);
                if (passedOver) {
                    stream.transferTo(OutputStream.nullOutputStream());
                }
                all.complete(bytes);
            } catch (IOException e) {
                all.complete(new byte[0]); // it was ended
            }
        });
        return all;
    }
}
