package org.agentbroker.broker.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two pulls at a time, in one process and in two. */
@Timeout(60)
class PullLocksTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:01Z");
    private static final String NOW_HERE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
            .withZone(ZoneId.systemDefault())
            .format(NOW);
    private static final long PID = ProcessHandle.current().pid();
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path state;

    private final List<String> notes = new ArrayList<>();
    private PullLocks locks;

    @BeforeEach
    void open() {
        locks = PullLocks.in(state, InstantSource.fixed(NOW));
    }

    @Test
    void aSecondPullOfTheClientInThisProcessHearsOfTheFirst() throws Exception {
        PullLocks.Held held = take(claim("web1", "a", "r1"));
        assertThat(failed(claim("web1", "a", "r2")))
                .isEqualTo(new Failed(
                        Phase.LOCK,
                        Cause.NOT_NOW,
                        "another pull of web1 is under way: process " + PID + " since " + NOW_HERE,
                        "wait until its borg create has ended"));
        assertThat(failed(claim("etc", "a", "r2")).problem().what())
                .startsWith("another pull of etc is under way, that of web1: process ");
        held.close();
        held.close();
        take(claim("web1", "a", "r1")).close();
        assertThat(notes).isEmpty();
    }

    @Test
    void anotherBrokerOfThisProcessMeetsTheSameLocksByWhateverPath() throws Exception {
        Path link = Files.createSymbolicLink(state.resolveSibling(state.getFileName() + "-link"), state);
        try (PullLocks.Held held = take(claim("web1", "a", "r1"))) {
            locks = PullLocks.in(link, InstantSource.fixed(NOW));
            assertThat(failed(claim("web1", "a", "r2")).cause()).isEqualTo(Cause.NOT_NOW);
            assertThat(held).isNotNull();
        } finally {
            Files.delete(link);
        }
    }

    @Test
    void whoeverIsKeptOutHereDoesNotLetAnotherProcessIn() throws Exception {
        try (PullLocks.Held held = take(claim("web1", "a", "r1"))) {
            failed(claim("web1", "a", "r2"));
            failed(claim("web2", "b", "r1", Duration.ofMillis(10), HOUR));
            try (OtherProcess other = OtherProcess.start(state, "a", "r2")) {
                assertThat(other.holds()).isFalse();
            }
            try (OtherProcess other = OtherProcess.start(state, "b", "r1")) {
                assertThat(other.holds()).isFalse();
            }
            assertThat(held).isNotNull();
        }
        try (OtherProcess other = OtherProcess.start(state, "a", "r1")) {
            assertThat(other.holds()).isTrue();
        }
    }

    @Test
    void aSecondProcessHearsOfTheFirstAndADeadOneHoldsNothing() throws Exception {
        try (OtherProcess other = OtherProcess.holding(state, "a", "r1")) {
            Failed failed = failed(claim("web2", "a", "r2"));
            assertThat(failed.problem().what())
                    .startsWith("another pull of web2 is under way: process " + other.pid() + " since 20");
            assertThat(failed.problem().hint())
                    .isEqualTo("wait until its borg create has ended, or end it: kill " + other.pid());
            other.kill();
        }
        take(claim("web2", "a", "r1")).close();
    }

    @Test
    void theRepositoryIsWaitedFor() throws Exception {
        try (OtherProcess other = OtherProcess.holding(state, "b", "r1")) {
            PullLocks.Held held = locks.take(claim("web1", "a", "r1"), note -> {
                notes.add(note);
                CompletableFuture.runAsync(() -> end(other));
            });
            held.close();
            assertThat(notes)
                    .singleElement()
                    .asString()
                    .startsWith("waiting for the repository: held by the pull of web2, process " + other.pid());
        }
    }

    @Test
    void theRepositoryAloneKeepsNobodyFromTheClient() throws Exception {
        try (PullLocks.Held held = locks.takeRepository(claim("web1", "a", "r1"), notes::add)) {
            assertThat(held).isNotNull();
            take(claim("web1", "a", "r2")).close();
            assertThatExceptionOfType(NotTaken.class)
                    .isThrownBy(() -> locks.takeRepository(
                            new Claim("db", "b", "r1", "borg prune", Duration.ZERO, HOUR), notes::add))
                    .satisfies(e -> assertThat(e.outcome().cause()).isEqualTo(Cause.NOT_NOW));
        }
        take(claim("web1", "a", "r1")).close();
    }

    @Test
    void notLongerThanItsTimeAndWithoutKeepingTheClient() throws Exception {
        try (PullLocks.Held held = take(claim("web2", "b", "r1"))) {
            Failed failed = failed(claim("web1", "a", "r1", Duration.ofMillis(300), HOUR));
            assertThat(failed.cause()).isEqualTo(Cause.NOT_NOW);
            assertThat(failed.problem().what())
                    .startsWith("the repository of web1 was not free within 0 s: held by the pull of web2, process ");
            assertThat(failed.problem().hint()).isEqualTo("wait for the other pull, or raise lock-wait");
            assertThat(failed(claim("web1", "a", "r1", Duration.ZERO, HOUR)).cause())
                    .isEqualTo(Cause.NOT_NOW);

            Failed late = failed(claim("web1", "a", "r1", HOUR, Duration.ofMillis(300)));
            assertThat(late.cause()).isEqualTo(Cause.DEADLINE);
            assertThat(late.problem().what()).startsWith("the pull of web1 took longer than 0 s, waiting for its");

            take(claim("web1", "a", "r2")).close();
            assertThat(held).isNotNull();
        }
    }

    @Test
    void anInterruptEndsTheWaitAndGivesTheClientBack() throws Exception {
        try (PullLocks.Held held = take(claim("web2", "b", "r1"))) {
            CompletableFuture<Throwable> end = new CompletableFuture<>();
            Thread waiting = new Thread(() -> end.complete(thrown(claim("web1", "a", "r1"))));
            waiting.start();
            while (notes.isEmpty()) {
                Thread.onSpinWait();
            }
            waiting.interrupt();
            assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
            take(claim("web1", "a", "r2")).close();
            assertThat(held).isNotNull();
        }
    }

    @Test
    void anInterruptThatCameBeforeIsACancellationToo() throws Exception {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> take(claim("web1", "a", "r1")));
        assertThat(Thread.interrupted()).isFalse();

        PullLocks.Held held = take(claim("web1", "a", "r1"));
        Thread.currentThread().interrupt();
        held.close();
        assertThat(Thread.interrupted()).isTrue();
        take(claim("web1", "a", "r1")).close();
    }

    @Test
    void filesAreOursAloneAndStayAndAreEmptyWhenNobodyHoldsThem() throws Exception {
        PullLocks.Held held = take(claim("web1", "root@web1:22 via gate/../..\n", "ssh://borgs@server/~/r"));
        assertThat(mode(state.resolve("locks"))).isEqualTo("rwx------");
        assertThat(files()).hasSize(2).allSatisfy(file -> {
            assertThat(mode(file)).isEqualTo("rw-------");
            assertThat(file.getFileName().toString()).matches("(client|repository)-[0-9a-f]{64}");
            assertThat(file).content().contains("process=" + PID, "client=web1", "command=borg create");
        });
        held.close();
        assertThat(files()).hasSize(2).allSatisfy(file -> assertThat(file).isEmptyFile());
    }

    @Test
    void aHolderWhoHasNotWrittenYetIsAnother() throws Exception {
        try (OtherProcess other = OtherProcess.holding(state, "a", "r1")) {
            for (String text : List.of("", "\0\\u12", "process=999999999\nclient=x\nsince=2026-11-25T12:00:01Z\n")) {
                for (Path file : files()) {
                    Files.writeString(file, text);
                }
                assertThat(failed(claim("web1", "a", "r2")))
                        .isEqualTo(new Failed(
                                Phase.LOCK,
                                Cause.NOT_NOW,
                                "another pull of web1 is under way: another process",
                                "wait until it has ended"));
            }
            assertThat(other.pid()).isPositive();
        }
    }

    private void end(OtherProcess other) {
        try {
            other.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Claim claim(String name, String client, String repository) {
        return claim(name, client, repository, HOUR, HOUR);
    }

    private static Claim claim(String name, String client, String repository, Duration wait, Duration deadline) {
        return new Claim(name, client, repository, "borg create", wait, deadline);
    }

    private PullLocks.Held take(Claim claim) throws Exception {
        return locks.take(claim, notes::add);
    }

    private Failed failed(Claim claim) {
        Throwable thrown = thrown(claim);
        assertThat(thrown).isInstanceOf(NotTaken.class);
        return ((NotTaken) thrown).outcome();
    }

    private Throwable thrown(Claim claim) {
        try {
            take(claim).close();
            throw new AssertionError("it was taken");
        } catch (Exception e) {
            return e;
        }
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(state.resolve("locks"))) {
            return files.toList();
        }
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
