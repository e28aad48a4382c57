package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client that sends more than anybody wants, to a broker that has little memory. */
@ExtendWith({LabExtension.class, NothingLeft.class})
class FloodTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long BYTES = 300_000_000;
    private static final String MEMORY = "-Xmx48m -XX:+ExitOnOutOfMemoryError";

    @Test
    void standardOutputOfACommandPassesByteForByte(Lab lab) {
        try (ClientScript script = new ClientScript(lab, "exec head -c " + BYTES + " /dev/zero")) {
            Result result = counted(script.in(lab.config()), "run web1 -- x");

            assertThat(result.exitCode()).as(result.toString()).isZero();
            assertThat(result.stdoutText().strip()).isEqualTo(Long.toString(BYTES));
        }
    }

    @Test
    void standardErrorPassesInLinesAndTheExitCodeIsRight(Lab lab) {
        try (ClientScript script =
                new ClientScript(lab, "yes " + "0123456789".repeat(10) + " | head -c 101000000 >&2", "exit 2")) {
            Result result = counted(script.in(lab.config()), "run web1 -- x 2>&1 >/dev/null");

            assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
            // a million lines, each with the client's name before it, and a few of ours
            assertThat(Long.parseLong(result.stdoutText().strip())).isBetween(107_000_000L, 107_001_000L);
        }
    }

    @Test
    void lineWithoutEndIsCut(Lab lab) {
        try (ClientScript script =
                new ClientScript(lab, "head -c 100000000 /dev/zero | tr '\\0' x >&2", "echo >&2", "exit 2")) {
            Result result = counted(script.in(lab.config()), "run web1 2>&1 >/dev/null");

            assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
            assertThat(Long.parseLong(result.stdoutText().strip())).isBetween(65_536L, 70_000L);
        }
    }

    @Test
    void standardOutputOfACreateIsNotKeptAndEndsThePull(Lab lab) {
        // a borg is not deaf to INT, as the children of a shell's background job are
        try (ClientScript script = new ClientScript(
                lab,
                "exec perl -e '$SIG{INT} = \"DEFAULT\"; exec \"head\", \"-c\", $ARGV[0], \"/dev/zero\"' " + BYTES)) {
            Result result = limited(script.in(lab.config()), "run web1");

            Cli.assertFailed(result, 2, "web1 sent more output than any borg does", "is its borg the real one?");
            assertThat(result.stderr()).contains("Picked up JDK_JAVA_OPTIONS: " + MEMORY);
        }
    }

    private static Result counted(ConfigText config, String words) {
        return limited(config, words + " | wc -c");
    }

    /** The exit code is broker's, and of what it wrote as much is kept as is to be seen. */
    private static Result limited(ConfigText config, String words) {
        return Command.of(
                        "bash",
                        "-c",
                        "set -o pipefail; \"$0\" --config \"$1\" " + words,
                        BrokerProcess.binary().toString(),
                        config.write().toString())
                .env("HOME", BrokerProcess.home())
                .env("JDK_JAVA_OPTIONS", MEMORY)
                .run(LIMIT);
    }
}
