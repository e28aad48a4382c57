package org.agentbroker.broker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.agentbroker.broker.fixture.Programs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** borg lives as long as its input speaks; that nothing outlives the session is checked when the client closes. */
@Timeout(30)
@Execution(ExecutionMode.CONCURRENT)
class RemoteScriptLifelineTest {
    private static final Duration LIMIT = Duration.ofSeconds(8);

    @TempDir
    Path directory;

    static List<String> shells() {
        return FakeClient.shells().toList();
    }

    @BeforeEach
    void needsPython() {
        Programs.require("python3");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void itsEndInterruptsBorgWhoseStatusStillArrives(String shell) throws Exception {
        try (FakeClient client = FakeClient.with(shell, directory)) {
            Running running = client.runWithout("borg", "patient");
            running.awaitLine("started");
            long before = System.nanoTime();

            running.endOfInput();

            assertThat(running.text()).isEqualTo("checkpoint\n");
            assertThat(running.status()).isEqualTo(2);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(LIMIT);
            assertThat(running.errors()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void silenceInterruptsBorg(String shell) throws Exception {
        Programs.require("timeout");
        try (FakeClient client = FakeClient.with(shell, directory)) {
            Running running = client.run(List.of("borg", "patient"), Duration.ofSeconds(1));
            running.line(new byte[0]);
            running.awaitLine("started");

            assertThat(running.text()).isEqualTo("checkpoint\n");
            assertThat(running.status()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void heartbeatsKeepBorgAlive(String shell) throws Exception {
        ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
        try (FakeClient client = FakeClient.with(shell, directory)) {
            Running running = client.run(List.of("borg", "slow", "1.7", "5"), Duration.ofSeconds(1));
            running.line(new byte[0]);
            heart.scheduleAtFixedRate(running::beats, 0, 200, TimeUnit.MILLISECONDS);

            assertThat(running.status()).isEqualTo(5);
        } finally {
            heart.shutdownNow();
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aSignalToTheScriptGoesToBorg(String shell) throws Exception {
        try (FakeClient client = FakeClient.with(shell, directory)) {
            Running running = client.runWithout("borg", "patient");
            running.awaitLine("started");

            running.terminate();

            assertThat(running.text()).isEqualTo("checkpoint\n");
            assertThat(running.status()).isEqualTo(2);
        }
    }
}
