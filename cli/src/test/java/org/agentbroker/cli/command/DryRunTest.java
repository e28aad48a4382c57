package org.agentbroker.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.cli.Commands;
import org.agentbroker.cli.Commands.Result;
import org.junit.jupiter.api.Test;

/** A plan is shown without a network, a key or a secret. */
class DryRunTest {
    private static final List<String> WORDS = List.of(
            "run",
            "borgc@web1.example:2201",
            "--dry-run",
            "--repository",
            "~/repo",
            "--path",
            "etc",
            "--path",
            "it's here",
            "--key",
            "/no/such/key",
            "--identity",
            "/no/such/identity",
            "--host-key",
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL/p4g6AKityC0pFV9mApqb3+ItPjVRvs+3OQiKhQq14",
            "--server",
            "borgs@borg-server:2222",
            "--server-host-key",
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAID5J5dupn4YG3j4Xmi2y9ua8Jd2qcdPtqXtqMiP23UCj",
            "--passphrase-from",
            "command:/bin/pass --token throw-away");

    @Test
    void showsTheBackup() throws IOException {
        compare("dry-run.txt", List.of());
    }

    @Test
    void showsAnotherCommand() throws IOException {
        compare("dry-run-list.txt", List.of("--", "list", "--format", "{archive}{NL}"));
    }

    @Test
    void showsControlCharactersAsAShellTakesThem() {
        Result result = broker(List.of("--", "list", "it's\n\t\\\u001b[31m\u0085"));
        assertThat(result.out())
                .contains(" $'it\\'s\\n\\t\\\\\\033[31m\\302\\205'\n")
                .doesNotContain("\u001b");
    }

    @Test
    void refusesWhatCannotBePlanned() {
        Result result = broker(List.of("--", "list", "one\0two"));
        assertThat(result.code()).isEqualTo(78);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("a NUL in an argument of borg: one…\nbroker: hint: use a pattern that matches it");
    }

    @Test
    void tellsProblemsAsJsonWhereThatIsAskedFor() {
        Result result = broker(List.of("--log-json", "--", "list", "one\0two"));
        assertThat(result.err().lines()).singleElement().asString().startsWith("{\"type\":\"log_message\"");
    }

    @Test
    void refusesAnEmptyCommand() {
        Result result = broker(List.of("--"));
        assertThat(result.code()).isEqualTo(64);
        assertThat(result.err()).startsWith("broker: no borg command after --\n");
    }

    private static void compare(String golden, List<String> more) throws IOException {
        Result result = broker(more);
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out()).doesNotContain("throw-away").isEqualTo(Commands.golden(golden, result.out()));
    }

    private static Result broker(List<String> more) {
        List<String> words = new ArrayList<>(WORDS);
        words.addAll(more);
        return Commands.broker(words.toArray(String[]::new));
    }
}
