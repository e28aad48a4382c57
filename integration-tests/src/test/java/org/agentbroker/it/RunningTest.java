package org.agentbroker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;
import org.junit.jupiter.api.Test;

class RunningTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void signalsArriveByNameAndOutputsAreKeptApart() {
        String script = "trap 'echo caught; exit 7' INT; echo ready >&2; while :; do sleep 0.05; done";
        try (Running running = Command.of("sh", "-c", script).start()) {
            running.awaitStderr(Pattern.compile("^ready$", Pattern.MULTILINE), SOON);
            running.sendSignal("INT");

            Result result = running.waitFor(SOON);

            assertThat(result.exitCode()).isEqualTo(7);
            assertThat(result.stdoutText()).isEqualTo("caught\n");
            assertThat(result.stderr()).isEqualTo("ready\n");
        }
    }

    @Test
    void limitEndsTheProgramAndShowsWhatItWrote() {
        try (Running running =
                Command.of("sh", "-c", "echo so far; exec sleep 60").start()) {
            running.awaitStdout(Pattern.compile("so far"), SOON);

            assertThatThrownBy(() -> running.waitFor(Duration.ofMillis(50)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("so far");
        }
    }

    @Test
    void stdinIsEmptyOrWhatIsGiven() {
        assertThat(Command.of("cat").run().stdout()).isEmpty();
        assertThat(Command.of("cat")
                        .run("text".getBytes(StandardCharsets.UTF_8))
                        .stdoutText())
                .isEqualTo("text");
    }

    @Test
    void environmentHasNothingOfTheCallersAgent() {
        String names = Command.of("env").env("LAB", "1").run().stdoutText();

        assertThat(names).contains("LAB=1").doesNotContain("SSH_", "BORG_");
    }
}
