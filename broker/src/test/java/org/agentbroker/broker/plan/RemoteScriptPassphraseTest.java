package org.agentbroker.broker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.agentbroker.broker.fixture.Programs;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The passphrase reaches borg's descriptor 3 and nothing else. */
@Execution(ExecutionMode.CONCURRENT)
class RemoteScriptPassphraseTest {
    @TempDir
    Path directory;

    static List<String> shells() {
        return FakeClient.shells().toList();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void arrivesAsItIs(String shell) throws Exception {
        List<String> passphrases = List.of(
                "",
                "plain",
                "  blanks at both ends  ",
                "\ttab\t",
                "it's \"quoted\"",
                "a\\b\\n\\\\",
                "ends in \\",
                "%s%d $HOME `id` $(id) !",
                "-n",
                "-e",
                "äöü € 😀",
                "\u001b\u0001",
                "x".repeat(4000));
        try (FakeClient client = FakeClient.with(shell, directory)) {
            for (String passphrase : passphrases) {
                Running running = client.run(List.of("borg", "passphrase"));
                running.line(passphrase.getBytes(StandardCharsets.UTF_8));
                assertThat(running.text()).isEqualTo(passphrase + "\n");
                assertThat(running.status()).isZero();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void arrivesInBytesThatAreNoText(String shell) throws Exception {
        byte[] latin = "p\u00e4ss\u0085\u009b\u00ff".getBytes(StandardCharsets.ISO_8859_1);
        try (FakeClient client = FakeClient.with(shell, directory)) {
            Running running = client.run(List.of("borg", "passphrase"));
            running.line(latin);
            assertThat(running.output()).startsWith(latin).hasSize(latin.length + 1);
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void winsOverVariablesOfTheClient(String shell) throws Exception {
        try (FakeClient client = FakeClient.with(shell, directory)) {
            String environment = client.runWithout("borg", "print-environment").text();
            assertThat(environment.split("\0"))
                    .contains("BORG_PASSPHRASE_FD=3")
                    .noneMatch(variable -> variable.contains("of somebody else"));
        }
    }

    // mksh too, the one whose printf is a program
    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox", "zsh", "mksh"})
    void isInNoArgumentAndNoEnvironment(String shell) throws Exception {
        Programs.require("python3");
        String passphrase = "throw-away-passphrase";
        try (FakeClient client = FakeClient.with(shell, directory)) {
            Running running = client.run(List.of("env", "BORG_REPO=x", "borg", "patient"));
            running.line(passphrase.getBytes(StandardCharsets.UTF_8));
            running.awaitLine("started");

            List<Path> processes = client.processes();
            assertThat(processes).hasSizeGreaterThan(2); // the script, its watcher, borg
            for (Path process : processes) {
                assertThat(FakeClient.read(process.resolve("cmdline"))).doesNotContain(passphrase);
                assertThat(FakeClient.read(process.resolve("environ"))).doesNotContain(passphrase);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void isNotBorgsStandardInput(String shell) throws Exception {
        try (FakeClient client = FakeClient.with(shell, directory)) {
            assertThat(client.runWithout("borg", "stdin").text().strip()).isEqualTo("0");
        }
    }
}
