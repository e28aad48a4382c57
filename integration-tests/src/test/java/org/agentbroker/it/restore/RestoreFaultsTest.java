package org.agentbroker.it.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.agentbroker.broker.Run;
import org.agentbroker.broker.event.PullEvent.Note;
import org.agentbroker.broker.event.PullEvent.Said;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.restore.Restore;
import org.agentbroker.broker.restore.Restore.Via;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Cable;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Library;
import org.agentbroker.it.lab.Processes;
import org.agentbroker.it.lab.Running;
import org.agentbroker.it.lab.SmallDisk;
import org.agentbroker.it.lab.Way;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A restore that does not come to its end says so, and how far it came; and nothing of it runs on. */
@ExtendWith(LabExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(90)
class RestoreFaultsTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Pattern WORKERS =
            Pattern.compile("(^|/| )(borg|tar|borg.* serve) .*(extract|export-tar|-x -p|serve)");
    private static final long MIDDLE = 8 << 20;

    private final Lab lab;
    private Archived archived;

    RestoreFaultsTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeAll
    void make() throws InterruptedException {
        archived = Archived.make(lab);
    }

    @AfterAll
    void remove() {
        archived.close();
    }

    @AfterEach
    void nothingRunsOn() {
        Processes.awaitNone(lab.clientUser(), WORKERS, SOON);
        Processes.awaitNone(lab.serverUser(), WORKERS, SOON);
    }

    /** A restore over a cable, to which something happens in the middle. */
    private Outcome inTheMiddle(Via via, Consumer<Cable> action) throws InterruptedException {
        try (Cable cable = Cable.to(lab.clientPort()).when(it -> it.bytes() > MIDDLE, action)) {
            return archived.run(restore(via, cable));
        }
    }

    private Restore restore(Via via, Cable cable) {
        ConfigText config = archived.config(Way.EMBEDDED).client("port", cable.portText());
        return archived.of(Library.pull(config, "web1", Map.of()), via, archived.newPlace());
    }

    private static void kill(String user, String argv) {
        List<Processes.Entry> found = Processes.ofUser(user, Pattern.compile(argv));
        assertThat(found).isNotEmpty();
        found.forEach(each ->
                Command.of("kill", "-KILL", Integer.toString(each.pid())).run());
    }

    private static void assertIncomplete(Outcome outcome, Cause cause, String what) {
        assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.cause()).as(failed.toString()).isEqualTo(cause);
            assertThat(failed.problem().what())
                    .contains(what)
                    .containsPattern("is incomplete: it came to [0-9.]+( [kM]?B|%)");
            assertThat(failed.problem().hint()).contains("--overwrite");
        });
    }

    @ParameterizedTest
    @EnumSource(Via.class)
    void theDiskOfTheClientIsFull(Via via) throws Exception {
        try (SmallDisk disk = lab.smallClientDisk(6)) {
            Restore restore =
                    archived.of(archived.pull(Way.EMBEDDED), via, disk.path().resolve("new"));
            Outcome outcome = archived.run(restore);
            assertIncomplete(outcome, Cause.BORG_FAILED, "a disk of web1 is full: ");
            assertThat(outcome.toString()).containsPattern("No space left on device|Wrote only [0-9]+ of [0-9]+ bytes");
        }
    }

    @ParameterizedTest
    @EnumSource(Via.class)
    void theLinkIsCut(Via via) throws Exception {
        assertIncomplete(inTheMiddle(via, Cable::cut), Cause.UNREACHABLE, "the connection to web1 was lost");
    }

    @Test
    void borgOfTheClientIsKilled() throws Exception {
        Outcome outcome = inTheMiddle(Via.AGENT, cable -> kill(lab.clientUser(), "borg .*extract"));
        assertIncomplete(outcome, Cause.BORG_FAILED, "borg was killed on web1");
    }

    @Test
    void tarIsKilled() throws Exception {
        Outcome outcome = inTheMiddle(Via.TAR, cable -> kill(lab.clientUser(), "^tar -x"));
        assertIncomplete(outcome, Cause.BORG_FAILED, "tar was killed on web1 by signal 9");
    }

    @Test
    void borgOfTheServerIsKilled() throws Exception {
        Outcome outcome = inTheMiddle(Via.TAR, cable -> kill(lab.serverUser(), "borg .*export-tar"));
        assertIncomplete(outcome, Cause.BORG_FAILED, "borg was killed at the server");
    }

    @Test
    void whoAskedTakesItBack() throws Exception {
        Run[] run = new Run[1];
        try (Cable cable = Cable.to(lab.clientPort()).when(it -> it.bytes() > MIDDLE, it -> run[0].cancel())) {
            run[0] = archived.library.start(restore(Via.TAR, cable), OutputStream.nullOutputStream());
            assertIncomplete(run[0].await(), Cause.CANCELLED, "the restore to web1 was cancelled");
        }
    }

    /** Frozen when broker dies: nobody is told but by silence. */
    @Test
    void brokerIsKilled() throws Exception {
        for (Via via : Via.values()) {
            try (Cable cable = Cable.to(lab.clientPort())) {
                ConfigText config = archived.config(Way.EMBEDDED).client("port", cable.portText());
                Path to = archived.newPlace();
                Running[] running = new Running[1];
                cable.when(it -> it.bytes() > MIDDLE, it -> running[0].sendSignal("KILL"));
                running[0] = BrokerProcess.start(
                        "--config",
                        config.write().toString(),
                        "restore",
                        "web1",
                        "latest",
                        "--via",
                        via.name().toLowerCase(Locale.ROOT),
                        "--to",
                        to.toString());
                try (Running broker = running[0]) {
                    Await.until("it is killed", SOON, () -> !broker.isAlive(), broker::stderr);
                    assertThat(to).exists();
                    nothingRunsOn();
                }
            }
        }
        // and the next one finds no lock
        assertThat(archived.run(archived.of(archived.pull(Way.EMBEDDED), Via.TAR, archived.newPlace())))
                .isInstanceOf(Outcome.Completed.class);
    }

    @Test
    void theTargetCannotBeWritten() throws Exception {
        Pull pull = archived.pull(Way.EMBEDDED);
        Library.assertFailed(
                archived.run(Restore.of(pull, "latest", Via.TAR).to("/proc/restored")),
                Cause.BORG_FAILED,
                "there is no way to the directory on web1: /proc/restored: ",
                "--to DIR");
    }

    /** Single files that cannot be made are listed, and the rest is there. */
    @ParameterizedTest
    @EnumSource(Via.class)
    void whatCannotBeRestoredIsListed(Via via) throws Exception {
        Path to = archived.newPlace();
        Path small = to.resolve(archived.inArchive("small"));
        // a directory that is not empty stands where a file is to be
        Command.of(
                        "sh",
                        "-c",
                        "mkdir -p \"$1/plain/in-the-way\"; chown -R \"$2\" \"$3\"; chmod 700 \"$3\"",
                        "sh",
                        small.toString(),
                        lab.clientUser(),
                        to.toString())
                .run()
                .expectSuccess();
        int before = archived.library.events().size();
        Restore restore = archived.of(archived.pull(Way.EMBEDDED), via, to)
                .only(List.of(archived.inArchive("small/plain"), archived.inArchive("small/sub")))
                .overwriting(true);
        Outcome outcome = archived.run(restore);

        assertThat(outcome).as(archived.library.events().toString()).isInstanceOf(Outcome.CompletedWithWarnings.class);
        assertThat(archived.library.events().stream().skip(before).filter(Said.class::isInstance))
                .anyMatch(event -> event.toString().contains("small/plain"));
        assertThat(archived.library.events().stream().skip(before).filter(Note.class::isInstance))
                .last()
                .isInstanceOfSatisfying(
                        Note.class,
                        note -> assertThat(note.message())
                                .matches("restored to " + to + " with (1 warning|[0-9]+ warnings): archive full"));
        assertThat(Files.exists(small.resolve("sub/-n"))).isTrue();
    }

    @Test
    void theWrongPassphraseTouchesNothing() throws Exception {
        Path wrong = Files.writeString(lab.newDirectory().resolve("wrong"), "no\n");
        Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rw-------"));
        Path to = archived.newPlace();
        ConfigText config = archived.config(Way.EMBEDDED).client("passphrase", "{file: " + wrong + "}");
        Restore restore = archived.of(Library.pull(config, "web1", Map.of()), Via.AGENT, to);
        Library.assertFailed(
                archived.run(restore),
                Cause.UNUSABLE,
                "the passphrase does not open the repository of web1",
                "passphrase:");
        assertThat(to).doesNotExist();
    }
}
