package org.agentbroker.broker.lock;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** Another JVM that takes both locks of a pull of web2 and holds them until it is closed. */
final class OtherProcess implements AutoCloseable {
    private final Process process;

    private OtherProcess(Process process) {
        this.process = process;
    }

    /** @return one that holds them by now */
    static OtherProcess holding(Path state, String client, String repository) throws IOException {
        OtherProcess other = start(state, client, repository);
        if (!other.holds()) {
            throw new AssertionError("it does not hold them");
        }
        return other;
    }

    static OtherProcess start(Path state, String client, String repository) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        state.toString(),
                        client,
                        repository)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new OtherProcess(process);
    }

    /** Waits for what it has to say about that. */
    boolean holds() throws IOException {
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return "held".equals(said.readLine());
    }

    long pid() {
        return process.pid();
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }

    public static void main(String[] words) throws Exception {
        Claim claim = new Claim("web2", words[1], words[2], "borg create", Duration.ZERO, Duration.ofHours(1));
        try (PullLocks.Held held =
                PullLocks.in(Path.of(words[0]), InstantSource.system()).take(claim, note -> {})) {
            System.out.println(held == null ? "" : "held");
            while (System.in.read() >= 0) {
                // until nobody wants us any more
            }
        } catch (NotTaken e) {
            System.out.println(e.getMessage());
        }
    }
}
