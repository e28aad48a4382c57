package org.agentbroker.broker.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agentbroker.agent.key.UnusableInput;

/** The standard output of a command, of bounded size and in bounded time. */
record SecretCommand(List<String> command, String what, Duration patience) {
    private static final int LARGEST = 64 * 1024;

    byte[] output() throws UnusableInput {
        Process process = start();
        CompletableFuture<byte[]> output = new CompletableFuture<>();
        // a read from a pipe cannot be interrupted, so it is not ours to make
        Thread reader = new Thread(() -> read(process, output), "secret-command");
        reader.setDaemon(true);
        reader.start();
        try {
            byte[] bytes = output.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (bytes.length > LARGEST) {
                Arrays.fill(bytes, (byte) 0);
                throw unusable("gave more than " + LARGEST + " bytes");
            }
            if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS) || process.exitValue() != 0) {
                Arrays.fill(bytes, (byte) 0);
                throw unusable("failed");
            }
            return bytes;
        } catch (TimeoutException e) {
            throw unusable("did not end within " + patience.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw unusable("gave nothing");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnusableInput("interrupted while reading the " + what, "start it again");
        } finally {
            output.cancel(false);
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start() throws UnusableInput {
        try {
            return new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UnusableInput(
                    "the command for the " + what + " did not start: " + command.get(0), "check its path");
        }
    }

    private static void read(Process process, CompletableFuture<byte[]> output) {
        try (InputStream out = process.getInputStream()) {
            byte[] bytes = out.readNBytes(LARGEST + 1);
            if (!output.complete(bytes)) {
                Arrays.fill(bytes, (byte) 0);
            }
        } catch (IOException e) {
            output.completeExceptionally(e);
        }
    }

    private UnusableInput unusable(String how) {
        return new UnusableInput("the command for the " + what + " " + how + ": " + command.get(0), "run it by hand");
    }
}
