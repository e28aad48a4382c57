package org.agentbroker.broker.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.outcome.ArchiveSummary;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Completed;
import org.agentbroker.broker.outcome.Outcome.CompletedWithWarnings;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.outcome.Problem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final ArchiveSummary ARCHIVE = new ArchiveSummary("a\u001b1", "fe2c", 81.46, 2, 3_000_525, 4321);
    private static final Result DONE = Result.of(new Completed(ARCHIVE), 0);
    private static final Result UNREACHABLE = Result.of(
            new Failed(Phase.CONNECT, Cause.UNREACHABLE, new Problem("no route", "is it up?"), OptionalInt.empty()),
            69);

    @TempDir
    Path state;

    private Instant now = NOON;
    private History history;
    private Path file;

    @BeforeEach
    void open() {
        history = History.in(state, () -> now, 4);
        file = state.resolve("history/web1.jsonl");
    }

    @Test
    void whatEndedIsReadAsItWasWritten() throws Exception {
        PastPull done = pull("create", DONE);
        PastPull warned = pull("create", Result.of(new CompletedWithWarnings(107, 2, ARCHIVE), 1));
        PastPull failed = pull("list", UNREACHABLE);

        assertThat(history.of("web1")).containsExactly(failed, warned, done);
        assertThat(history.latest("web1")).isEqualTo(new Latest(Optional.of(warned), Optional.of(warned)));
        assertThat(done.word()).isEqualTo("done");
        assertThat(failed.word()).isEqualTo("unreachable");
        assertThat(failed.ending().orElseThrow().result().problem()).contains(new Problem("no route", "is it up?"));
    }

    @Test
    void filesAreTheOwnersAndAscii() throws Exception {
        pull("create", DONE);
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(file.getParent())).isEqualTo("rwx------");
        for (byte each : Files.readAllBytes(file)) {
            assertThat(each == '\n' || each >= ' ' && each < 0x7f).isTrue();
        }
    }

    @Test
    void whatHasNotEndedRunsOrWasKilled() throws Exception {
        history.begin("web1", "create").record();
        assertThat(history.of("web1")).singleElement().satisfies(pull -> {
            assertThat(pull.word()).isEqualTo("running");
            assertThat(pull.running()).isTrue();
        });

        try (Appender other = Appender.start(state, 1)) {
            other.awaitBegun();
            assertThat(history.of("web1").get(0).word()).isEqualTo("running");
            other.kill();
        }
        assertThat(history.of("web1")).extracting(PastPull::word).containsExactly("killed", "running");
        assertThat(history.of("web1").get(0).isKilled()).isTrue();
    }

    @Test
    void aProcessWithTheNumberOfAnotherIsNotTakenForIt() {
        Owner here = Owner.here();
        assertThat(here.isAlive()).isTrue();
        assertThat(new Owner(here.process(), here.start() + 1, here.boot()).isAlive())
                .isFalse();
        assertThat(new Owner(here.process(), here.start(), "another").isAlive()).isFalse();
    }

    @Test
    void aTornLineIsPassedOverAndEndedByTheNext() throws Exception {
        PastPull first = pull("create", DONE);
        String whole = Files.readString(file);
        Files.writeString(file, whole + "{\"type\":\"ended\",\"pull\":\"x\",\"out");
        assertThat(history.of("web1")).containsExactly(first);

        PastPull next = pull("create", DONE);
        assertThat(history.of("web1")).containsExactly(next, first);
        assertThat(Files.readString(file)).startsWith(whole + "{\"type\":\"ended\",\"pull\":\"x\",\"out\n{");
    }

    @Test
    void whatIsNotKnownIsLetBe() throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "{\"type\":\"unheard-of\",\"time\":\"2026-11-25T12:00:00Z\",\"deep\":{\"a\":[1]}}\n\n7\n[]\n\u0000\n");
        PastPull one = pull("create", DONE);
        assertThat(history.of("web1")).containsExactly(one);
    }

    @Test
    void twoProcessesLoseNothing() throws Exception {
        try (Appender one = Appender.start(state, 50);
                Appender other = Appender.start(state, 50)) {
            for (int i = 0; i < 50; i++) {
                History.in(state, () -> now).begin("web1", "create").record();
            }
            one.awaitBegun();
            other.awaitBegun();
            assertThat(Files.readAllLines(file))
                    .hasSize(150)
                    .allMatch(line -> line.matches("\\{\"type\":\"begun\".*\\}"));
        }
    }

    @Test
    void theNewestAndTheLastGoodAreKept() throws Exception {
        PastPull good = pull("create", DONE);
        List<PastPull> failed = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            failed.add(0, pull("create", UNREACHABLE));
        }
        List<PastPull> kept = history.of("web1");
        assertThat(kept).hasSizeBetween(5, 100).endsWith(good);
        assertThat(kept.subList(0, 4)).isEqualTo(failed.subList(0, 4));
        assertThat(history.latest("web1").good()).contains(good);
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(file.resolveSibling("web1.jsonl.new")).doesNotExist();
    }

    @Test
    void whatIsTooOldGoes() throws Exception {
        History large = History.in(state, () -> now);
        for (int i = 0; i < 120; i++) {
            pull(large, "create", UNREACHABLE);
        }
        now = NOON.plus(Duration.ofDays(431));
        PastPull last = pull(large, "create", UNREACHABLE);
        assertThat(large.of("web1")).containsExactly(last);
    }

    @Test
    void theLastGoodIsFoundHoweverFarBack() throws Exception {
        History large = History.in(state, () -> now);
        PastPull good = pull(large, "create", DONE);
        for (int i = 0; i < 120; i++) {
            pull(large, "create", UNREACHABLE);
        }
        assertThat(Files.size(file)).isGreaterThan(32 << 10);
        assertThat(large.latest("web1").good()).contains(good);
    }

    @Test
    void textsOfTheClientAreBounded() {
        Result result =
                Result.of(new Completed(new ArchiveSummary("😀".repeat(9000), "i".repeat(9000), 1, 1, 1, 1)), 0);
        assertThat(result.archive().orElseThrow().name()).hasSize(299).endsWith("😀…");
        assertThat(result.archive().orElseThrow().id()).hasSize(300);
    }

    @Test
    void aClientWithoutPullsHasNone() throws Exception {
        assertThat(history.of("web1")).isEmpty();
        assertThat(history.latest("web1")).isEqualTo(new Latest(Optional.empty(), Optional.empty()));
        assertThat(history.directory()).doesNotExist();
    }

    @Test
    void aPlaceThatIsOfNoUseIsNamed() throws Exception {
        Files.createFile(state.resolve("history"));
        assertThatThrownBy(() -> history.begin("web1", "create").record())
                .isInstanceOfSatisfying(UnusableInput.class, e -> {
                    assertThat(e.what()).isEqualTo(state + "/history is not a directory");
                    assertThat(e.hint()).startsWith("the pull goes on, but broker status will not know of it");
                });
        assertThatThrownBy(() -> history.of("web1"))
                .isInstanceOfSatisfying(
                        UnusableInput.class,
                        e -> assertThat(e.what())
                                .isEqualTo("the history of web1 cannot be read: " + file + ": Not a directory"));
    }

    @Test
    void aLinkInPlaceOfTheFileIsNotFollowed() throws Exception {
        PastPull first = pull("create", DONE);
        byte[] before = Files.readAllBytes(file);
        Files.delete(file);
        Files.createSymbolicLink(file, Files.createFile(state.resolve("target")));
        assertThatThrownBy(() -> history.begin("web1", "create").record())
                .isInstanceOfSatisfying(
                        UnusableInput.class,
                        e -> assertThat(e.what())
                                .startsWith("the history of web1 cannot be written to " + state + "/history: "));
        assertThat(state.resolve("target")).isEmptyFile();
        Files.delete(file);
        Files.write(file, before, StandardOpenOption.CREATE);
        assertThat(history.of("web1")).containsExactly(first);
    }

    @Test
    void aLockThatIsNotGivenBackIsNotWaitedForLong() throws Exception {
        pull("create", DONE);
        try (Appender other = Appender.holding(state)) {
            other.awaitBegun();
            assertThatThrownBy(() -> WriteLock.take(state.resolve("history/lock"), Duration.ofMillis(50)))
                    .isInstanceOf(UnusableInput.class)
                    .hasMessage("the history is being written to by another process for 0 s");
        }
    }

    @Test
    void anInterruptedThreadWritesAndStaysInterrupted() throws Exception {
        Thread.currentThread().interrupt();
        pull("create", DONE);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(history.of("web1")).hasSize(1);
    }

    private PastPull pull(String command, Result result) throws UnusableInput {
        return pull(history, command, result);
    }

    private static PastPull pull(History history, String command, Result result) throws UnusableInput {
        BegunPull begun = history.begin("web1", command);
        begun.record();
        PastPull ended = begun.ended(result);
        begun.end(ended);
        return ended;
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
