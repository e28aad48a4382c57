package org.agentbroker.broker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A command on a fake client, with its three streams. */
final class Running {
    private final Process process;
    private final OutputStream in;
    private final CompletableFuture<byte[]> err;

    Running(Process process) {
        this.process = process;
        this.in = process.getOutputStream();
        this.err = CompletableFuture.supplyAsync(() -> all(process.getErrorStream()));
    }

    OutputStream input() {
        return in;
    }

    void line(byte[] bytes) throws IOException {
        byte[] line = Arrays.copyOf(bytes, bytes.length + 1);
        line[bytes.length] = '\n';
        in.write(line);
        in.flush();
    }

    /** False when the client reads no more. */
    boolean beats() {
        try {
            line(new byte[0]);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    void endOfInput() throws IOException {
        try {
            in.close();
        } catch (IOException e) {
            // a beat that was not read any more
        }
    }

    /** Waits until the command has printed this line. */
    void awaitLine(String expected) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = process.getInputStream().read();
                b >= 0 && b != '\n';
                b = process.getInputStream().read()) {
            line.append((char) b);
        }
        assertThat(line).hasToString(expected);
    }

    byte[] output() {
        return all(process.getInputStream());
    }

    String text() {
        return new String(output(), StandardCharsets.UTF_8);
    }

    String errors() {
        return new String(err.join(), StandardCharsets.UTF_8);
    }

    int status() throws InterruptedException {
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("has ended").isTrue();
        return process.exitValue();
    }

    void terminate() {
        process.toHandle().destroy(); // not Process.destroy, which closes the streams
    }

    private static byte[] all(InputStream stream) {
        try {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
