package org.agentbroker.broker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.broker.feed.Feed;
import org.agentbroker.broker.feed.Lifeline;
import org.agentbroker.broker.fixture.Programs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Only the last frame is the end of a program's input. */
@Timeout(30)
class FeedScriptTest {
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);

    @TempDir
    Path directory;

    static List<String> shells() {
        return FakeClient.shells().toList();
    }

    @BeforeEach
    void needsSetsid() {
        Programs.require("setsid");
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void everyByteArrivesAndTheStatusToo(String shell) throws Exception {
        byte[] data = new byte[3_000_000];
        new Random(1).nextBytes(data);
        Path file = directory.resolve("data");
        Running running = start(shell, Duration.ofSeconds(20), "sh", "-c", "cat >\"$0\"; exit 5", file.toString());
        try (Lifeline lifeline = lifeline(running, "")) {
            Feed feed = new Feed(lifeline);
            feed.write(data);
            feed.finish();

            assertThat(running.status()).isEqualTo(5);
            assertThat(Files.readAllBytes(file)).isEqualTo(data);
            assertThat(running.errors()).isEmpty();
        }
    }

    /** Busybox's head takes more than it was told to. */
    @Test
    void whereHeadReadsAheadEveryByteArrives() throws Exception {
        String busybox = Programs.require("busybox");
        Path bin = Files.createDirectory(directory.resolve("bin"));
        for (String name : List.of("head", "dd", "timeout", "cat", "sh")) {
            Files.createSymbolicLink(bin.resolve(name), Path.of(busybox));
        }
        byte[] data = new byte[300_000];
        new Random(2).nextBytes(data);
        Path file = directory.resolve("data");
        first = line(Duration.ofSeconds(20), "sh", "-c", "cat >\"$0\"; exit 5", file.toString());
        ProcessBuilder builder = new ProcessBuilder("setsid", "sh", "-c", RemoteScript.READ_AND_RUN);
        builder.environment().put("PATH", bin + ":/usr/bin:/bin");
        Running running = new Running(builder.start());
        try (Lifeline lifeline = lifeline(running, "")) {
            Feed feed = new Feed(lifeline);
            feed.write(data);
            feed.finish();

            assertThat(running.status()).isEqualTo(5);
            assertThat(Files.readAllBytes(file)).isEqualTo(data);
        }
        for (String name : List.of("head", "dd", "timeout", "cat", "sh")) {
            Files.delete(bin.resolve(name)); // JUnit warns of links that it deletes
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aCutIsNoEnd(String shell) throws Exception {
        Path kept = directory.resolve("kept");
        Running running =
                start(shell, Duration.ofSeconds(20), "sh", "-c", "cat >/dev/null && : >\"$0\"", kept.toString());
        try (Lifeline lifeline = lifeline(running, "")) {
            new Feed(lifeline).write(new byte[200_000]);
        }

        assertThat(running.status()).isNotZero();
        assertThat(kept).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void silenceIsNoEndEither(String shell) throws Exception {
        Programs.require("timeout");
        Path kept = directory.resolve("kept");
        Running running =
                start(shell, Duration.ofSeconds(1), "sh", "-c", "cat >/dev/null && : >\"$0\"", kept.toString());
        running.line(first.getBytes(StandardCharsets.UTF_8));
        running.line(new byte[0]); // no passphrase
        running.line("100000".getBytes(StandardCharsets.US_ASCII));
        running.line(new byte[1000]);

        assertThat(running.status()).isNotZero();
        assertThat(kept).doesNotExist();
        running.endOfInput();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aProgramThatEndsEarlySaysHow(String shell) throws Exception {
        Running running = start(shell, Duration.ofSeconds(20), "sh", "-c", "head -c 10 >/dev/null; exit 7");
        try (Lifeline lifeline = lifeline(running, "")) {
            Feed feed = new Feed(lifeline);
            try {
                for (int i = 0; i < 100; i++) {
                    feed.write(new byte[1 << 20]);
                }
            } catch (IOException e) {
                // nobody reads any more
            }
            assertThat(running.status()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void signsOfLifeAreNoData(String shell) throws Exception {
        Running running = start(shell, Duration.ofSeconds(20), "cat");
        try (Lifeline lifeline = new Lifeline(running.input(), threads);
                Secret none = Secret.owning(new byte[0])) {
            lifeline.start(line(Duration.ofSeconds(20), "cat"), none, threads, Duration.ofMillis(5));
            Feed feed = new Feed(lifeline);
            for (int i = 0; i < 20; i++) {
                feed.write("0123456789\n".getBytes(StandardCharsets.US_ASCII));
                threads.submit(() -> {}).get();
            }
            feed.finish();
            assertThat(running.text()).isEqualTo("0123456789\n".repeat(20));
            assertThat(running.status()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void thePassphraseComesOnADescriptor(String shell) throws Exception {
        Running running = start(shell, Duration.ofSeconds(20), "sh", "-c", "cat <&3; cat");
        try (Lifeline lifeline = lifeline(running, "it's one")) {
            Feed feed = new Feed(lifeline);
            feed.write("data".getBytes(StandardCharsets.US_ASCII));
            feed.finish();
            assertThat(running.text()).isEqualTo("it's one\ndata");
        }
    }

    private Lifeline lifeline(Running running, String passphrase) throws IOException {
        Lifeline lifeline = new Lifeline(running.input(), threads);
        try (Secret secret = Secret.owning(passphrase.getBytes(StandardCharsets.UTF_8))) {
            lifeline.start(first, secret, threads, Duration.ofSeconds(10));
        }
        return lifeline;
    }

    private String first = "";

    private Running start(String shell, Duration silence, String... words) throws IOException {
        first = line(silence, words);
        // as sh, which is how each of them is strict
        Path sh = directory.resolve("sh");
        Files.createSymbolicLink(sh, Path.of(Programs.require(shell)));
        return new Running(new ProcessBuilder("setsid", sh.toString(), "-c", RemoteScript.READ_AND_RUN).start());
    }

    private static String line(Duration silence, String... words) {
        return new Program(List.of(), List.of("LC_ALL=C"), List.of(words), silence).fedLine();
    }
}
