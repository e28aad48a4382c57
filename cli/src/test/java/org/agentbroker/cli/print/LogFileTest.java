package org.agentbroker.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.broker.outcome.Problem;
import org.agentbroker.cli.print.Screen.Tone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00.5Z");

    @TempDir
    Path directory;

    private final List<String> warnings = new ArrayList<>();

    @Test
    void linesHaveTimeAndLevelAndAreAppended() throws Exception {
        Path file = directory.resolve("log");
        new TextReporter(open(file)).problem(new Problem("a\u001bb", "c"));
        open(file).line(Tone.DETAIL, "d");

        assertThat(file).hasContent("""
                2026-11-25T13:00:00.500+01:00 ERROR broker: a\\x1bb
                2026-11-25T13:00:00.500+01:00 ERROR broker: hint: c
                2026-11-25T13:00:00.500+01:00 DEBUG d
                """);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(warnings).isEmpty();
    }

    @Test
    void itsEventsAreThoseOfVerbose() throws Exception {
        Path file = directory.resolve("log");
        TextReporter reporter = new TextReporter(open(file));
        Events.all().forEach(reporter::heard);
        assertThat(Files.readString(file))
                .contains(" DEBUG broker: web1: connect\n", " INFO broker: web1: trying again\n");
    }

    @Test
    void anInterruptDoesNotCloseIt() throws Exception {
        Path file = directory.resolve("log");
        LogFile log = open(file);
        Thread.currentThread().interrupt();
        log.line(Tone.PLAIN, "a");
        log.line(Tone.PLAIN, "b");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void whatCannotBeWrittenIsSaidOnce() {
        Path nowhere = directory.resolve("no/log");
        LogFile log = open(nowhere);
        log.line(Tone.PLAIN, "a");
        assertThat(warnings)
                .containsExactly("the log " + nowhere + " cannot be written: NoSuchFile; the run goes on without it");
        warnings.clear();
        open(directory).line(Tone.PLAIN, "a");
        assertThat(warnings)
                .containsExactly("the log " + directory + " cannot be written: not a file; the run goes on without it");
    }

    private LogFile open(Path file) {
        ZoneId zone = ZoneOffset.ofHours(1);
        return LogFile.open(file, () -> NOON, zone, warnings::add);
    }
}
