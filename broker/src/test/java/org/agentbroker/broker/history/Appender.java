package org.agentbroker.broker.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** Another JVM: it begins pulls of web1, or holds the lock, until it is closed. */
final class Appender implements AutoCloseable {
    private final Process process;

    private Appender(Process process) {
        this.process = process;
    }

    static Appender start(Path state, int pulls) throws IOException {
        return start(state.toString(), Integer.toString(pulls));
    }

    static Appender holding(Path state) throws IOException {
        return start(state.toString(), "lock");
    }

    private static Appender start(String... words) throws IOException {
        return new Appender(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Appender.class.getName(),
                        words[0],
                        words[1])
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    void awaitBegun() throws IOException {
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (!"begun".equals(said.readLine())) {
            throw new AssertionError("it has not");
        }
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
        Path state = Path.of(words[0]);
        if (words[1].equals("lock")) {
            WriteLock lock = WriteLock.take(state.resolve("history/lock"), Duration.ofSeconds(5));
            untilUnwanted();
            lock.close();
            return;
        }
        History history = History.in(state, InstantSource.system());
        for (int i = 0; i < Integer.parseInt(words[1]); i++) {
            history.begin("web1", "create").record();
        }
        untilUnwanted();
    }

    private static void untilUnwanted() throws IOException {
        System.out.println("begun");
        while (System.in.read() >= 0) {
            // until nobody wants us any more
        }
    }
}
