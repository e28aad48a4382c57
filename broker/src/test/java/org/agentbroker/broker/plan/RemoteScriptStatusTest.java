package org.agentbroker.broker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The exit status that arrives is borg's, in every shell. */
@Execution(ExecutionMode.CONCURRENT)
class RemoteScriptStatusTest {
    @TempDir
    Path directory;

    static List<String> shells() {
        return FakeClient.shells().toList();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void isExact(String shell) throws Exception {
        try (FakeClient client = FakeClient.with(shell, directory)) {
            for (int status : new int[] {0, 1, 2, 3, 99, 100, 105, 127}) {
                Running running = client.runWithout("borg", "exit", Integer.toString(status));
                assertThat(running.status()).isEqualTo(status);
                running.endOfInput();
                assertThat(running.errors()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void saysWhichSignalKilledBorg(String shell) throws Exception {
        try (FakeClient client = FakeClient.with(shell, directory)) {
            assertThat(client.runWithout("borg", "kill", "TERM").status()).isEqualTo(143);
            assertThat(client.runWithout("borg", "kill", "KILL").status()).isEqualTo(137);
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void says127WhereThereIsNoBorg(String shell) throws Exception {
        try (FakeClient client = FakeClient.with(shell, directory)) {
            Running running = client.runWithout("env", "A=b", "no-such-borg");
            assertThat(running.status()).isEqualTo(127);
            running.endOfInput();
            assertThat(running.errors()).contains("no-such-borg");
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void is78WhenNoPassphraseLineCame(String shell) throws Exception {
        try (FakeClient client = FakeClient.with(shell, directory)) {
            Running running = client.run(List.of("borg", "exit", "0"));
            running.endOfInput();
            assertThat(running.status()).isEqualTo(78);
        }
    }
}
