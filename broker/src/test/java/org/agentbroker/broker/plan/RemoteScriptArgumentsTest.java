package org.agentbroker.broker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** borg's words arrive unchanged and are in nobody else's arguments. */
@Execution(ExecutionMode.CONCURRENT)
class RemoteScriptArgumentsTest {
    @TempDir
    Path directory;

    static List<String> shells() {
        return FakeClient.shells().toList();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void everyCharacterArrives(String shell) throws Exception {
        StringBuilder all = new StringBuilder();
        for (char c = 1; c < 128; c++) {
            all.append(c);
        }
        List<String> words = new ArrayList<>(
                List.of("", " ", "-", "--", "'", "''", "\\", "a\\", "$x", "äöü😀", "\n", "\n\na\n", "'\n'", "$n\"\n"));
        words.add(all.toString());
        words.add(all.reverse().toString());

        assertThat(printed(shell, words)).isEqualTo(words);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void longOnesArrive(String shell) throws Exception {
        // the kernel takes at most 128 KiB in one argument
        List<String> words = List.of("a".repeat(100_000), "'".repeat(20_000), "é b".repeat(25_000));

        assertThat(printed(shell, words)).isEqualTo(words);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void bytesThatAreNoTextArrive(String shell) throws Exception {
        try (FakeClient client = FakeClient.with(shell, directory)) {
            Running running = client.runWithout("env", "borg", "print", "m\uDCFCl\uDC80\uDCFF'\n\uDCFF", "\uDC81");
            byte[] output = running.output();
            assertThat(output)
                    .isEqualTo("m\u00FCl\u0080\u00FF'\n\u00FF\0\u0081\0".getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private List<String> printed(String shell, List<String> words) throws Exception {
        List<String> command = new ArrayList<>(List.of("env", "A=b", "borg", "print"));
        command.addAll(words);
        try (FakeClient client = FakeClient.with(shell, directory)) {
            Running running = client.runWithout(command.toArray(String[]::new));
            String output = running.text();
            assertThat(running.status()).isZero();
            return List.of(output.substring(0, output.length() - 1).split("\0", -1));
        }
    }
}
