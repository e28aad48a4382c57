package org.agentbroker.broker.borg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.agentbroker.broker.borg.BorgLine.ArchiveProgress;
import org.agentbroker.broker.borg.BorgLine.FileStatus;
import org.agentbroker.broker.borg.BorgLine.LogMessage;
import org.agentbroker.broker.borg.BorgLine.Other;
import org.agentbroker.broker.borg.BorgLine.ProgressMessage;
import org.agentbroker.broker.borg.BorgLine.Text;
import org.agentbroker.broker.borg.Evidence.Clue;
import org.junit.jupiter.api.Test;

class EvidenceTest {
    private final Evidence evidence = new Evidence();

    @Test
    void countsWarnings() {
        log("WARNING", "a");
        log("INFO", "b");
        log("WARNING", "c");
        assertThat(evidence.warnings()).isEqualTo(2);
        assertThat(evidence.lastError()).isEmpty();
    }

    @Test
    void keepsTheLastErrorInOneLineOf400Characters() {
        log("ERROR", "first");
        log("CRITICAL", "x".repeat(500) + "\nsecond line");
        log("INFO", "later");
        assertThat(evidence.lastError()).isEqualTo("x".repeat(400) + "…");
    }

    @Test
    void ofATracebackKeepsWhatWentWrongAndNotThePlatformThatFollows() {
        log("ERROR", "Local Exception");
        log("ERROR", "Traceback (most recent call last):\n  File \"a.py\"\n\nKeyError: 'x'\n\nPlatform: Linux vm\n");
        log("ERROR", "Borg server: Platform: Linux vm\nPlatform: Linux vm\n");

        assertThat(evidence.lastError()).isEqualTo("KeyError: 'x'");
    }

    @Test
    void keepsTheFirstTextWhenBorgSaysNoError() {
        evidence.hear(new Text(" "));
        evidence.hear(new Text("sh: 1: borg: not found"));
        evidence.hear(new Text("later"));
        assertThat(evidence.lastError()).isEqualTo("sh: 1: borg: not found");

        log("ERROR", "borg's own word");
        evidence.hear(new Text("later"));
        assertThat(evidence.lastError()).isEqualTo("borg's own word");
    }

    @Test
    void namesOfFilesAreNoClues() {
        String name = "Host key verification failed. Permission denied (publickey)";
        evidence.hear(new FileStatus("A", name));
        evidence.hear(new ArchiveProgress(1, 1, 1, name, false));
        evidence.hear(new ProgressMessage(name, false));
        evidence.hear(new Other(Map.of("msgid", "LockTimeout", "message", name)));

        for (Clue clue : Clue.values()) {
            assertThat(evidence.has(clue)).as(clue.name()).isFalse();
        }
    }

    @Test
    void idsAreTakenWhole() {
        evidence.hear(new LogMessage("ERROR", "borg", "NotALockTimeout", "x"));
        assertThat(evidence.has(Clue.LOCKED)).isFalse();
    }

    private void log(String level, String message) {
        evidence.hear(new LogMessage(level, "borg", "", message));
    }
}
