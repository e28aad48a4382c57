package org.agentbroker.broker.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.agentbroker.broker.account.AsAccount;

/**
 * A program at the server that has run to its end.
 *
 * @param status its exit status; -1 when it was ended because it took too long
 * @param output both streams, as far as they were read
 */
record LocalProgram(int status, byte[] output) {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /**
     * @param most bytes of output that are kept
     * @throws IOException when it cannot be started
     */
    static LocalProgram run(AsAccount account, int most, String... words) throws IOException, InterruptedException {
        // in one stream, and never waiting for a standard input
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$0\" \"$@\" 2>&1 </dev/null"));
        command.addAll(List.of(words));
        Process process = account.start(command);
        try {
            process.getOutputStream().close();
            CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(() -> read(process, most));
            boolean ended = process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            byte[] said =
                    output.completeOnTimeout(new byte[0], 1, TimeUnit.SECONDS).join();
            return new LocalProgram(ended ? process.exitValue() : -1, said);
        } finally {
            process.destroyForcibly();
        }
    }

    private static byte[] read(Process process, int most) {
        try {
            byte[] said = process.getInputStream().readNBytes(most);
            process.getInputStream().skip(Long.MAX_VALUE);
            return said;
        } catch (IOException e) {
            return new byte[0]; // it was ended
        }
    }

    boolean isDone() {
        return status == 0;
    }

    /** The first line of what it said, at most 200 characters. */
    String firstLine() {
        String line = new String(output, StandardCharsets.UTF_8)
                .lines()
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
        return line.substring(0, Math.min(line.length(), 200));
    }
}
