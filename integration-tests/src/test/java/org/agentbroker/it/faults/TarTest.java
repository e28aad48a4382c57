package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.agentbroker.broker.Run;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.it.lab.Cable;
import org.agentbroker.it.lab.ClientFile;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.FakeTar;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Library;
import org.agentbroker.it.lab.Processes;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;
import org.agentbroker.it.lab.ServersBorg;
import org.agentbroker.it.lab.SmallDisk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code method: tar}: whatever goes wrong in the middle, there is no archive of it, not even a checkpoint. */
@ExtendWith({LabExtension.class, NothingLeft.class})
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(90)
class TarTest {
    private static final Pattern IMPORT = Pattern.compile("^\\S*python\\S* \\S*borg .*import-tar|^borg .*import-tar");

    /** Ends where a member does, and goes on when it is told to. */
    private static final String HALF = "/bin/tar -b1 -cf - data/etc/hosts | head -c 1024; : >\"$d/half\";"
            + " while [ ! -e \"$d/go\" ]; do sleep 0.1; done; ";

    private final Lab lab;
    private final String repository;

    TarTest(Lab lab) {
        this.lab = lab;
        this.repository = lab.newRepository();
    }

    @BeforeAll
    void init() {
        Cli.run(config(), "init", "web1").expectSuccess();
    }

    @AfterAll
    void noArchiveCameAbout() {
        assertThat(new ServersBorg(lab, repository).archives()).isEmpty();
    }

    private ConfigText config() {
        return lab.config().client("repository", repository).client("method", "tar");
    }

    @Test
    void aStreamThatEndsWellOfATarThatDoesNot() throws InterruptedException {
        assertFails(
                "/bin/tar \"$@\"; echo 'tar: data/x: Cannot read: Input/output error' >&2; exit 2",
                Cause.BORG_FAILED,
                "tar failed on web1: tar: data/x: Cannot read: Input/output error",
                "there is no archive");
        assertFails("/bin/tar \"$@\"; kill -s KILL $$", Cause.BORG_FAILED, "tar was killed on web1", "-v");
        // borg would look for a member in it to its end, and be content with none
        assertFails(
                "echo Welcome; exec /bin/tar \"$@\"", Cause.UNUSABLE, "from web1 is no tar file", "print something");
        assertFails("exit 1", Cause.UNUSABLE, "nothing came from tar on web1", "sudo");
    }

    private void assertFails(String script, Cause cause, String what, String hint) throws InterruptedException {
        try (FakeTar tar = new FakeTar(lab, script);
                Library library = new Library(Library.SHORT)) {
            Library.assertFailed(library.run(tar.in(config())), cause, what, hint);
        }
    }

    @Test
    void aLinkThatIsCutWhereAMemberEnds() throws InterruptedException {
        try (FakeTar tar = new FakeTar(lab, HALF);
                Cable cable = Cable.to(tar.port());
                Library library = new Library(Library.SHORT)) {
            Run run = library.start(tar.in(config()).client("port", cable.portText()));
            tar.await("half");
            cable.cut();
            Library.assertFailed(run.await(), Cause.UNREACHABLE, "the connection to web1 was lost", "start it again");
        }
    }

    @Test
    void deadlineAndCancel() throws InterruptedException {
        try (FakeTar tar = new FakeTar(lab, HALF);
                Library library = new Library(Library.SHORT)) {
            Library.assertFailed(
                    library.run(tar.in(config()).client("deadline", "2s")),
                    Cause.DEADLINE,
                    "took longer than 2 s",
                    "raise");
        }
        try (FakeTar tar = new FakeTar(lab, HALF);
                Library library = new Library(Library.SHORT)) {
            Run run = library.start(tar.in(config()));
            tar.await("half");
            run.cancel();
            Library.assertFailed(run.await(), Cause.CANCELLED, "the pull of web1 was cancelled", "start it again");
        }
    }

    @Test
    void borgThatIsKilledWhileTarThinks() throws InterruptedException {
        try (FakeTar tar = new FakeTar(lab, HALF);
                Library library = new Library(Library.SHORT)) {
            Run run = library.start(tar.in(config()));
            tar.await("half");
            Processes.awaitSome(lab.serverUser(), IMPORT, Limits.END);
            for (Processes.Entry borg : Processes.ofUser(lab.serverUser(), IMPORT)) {
                Command.of("kill", "-KILL", Integer.toString(borg.pid())).run();
            }
            Library.assertFailed(run.await(), Cause.BORG_FAILED, "borg was killed at the server", "start it again");
        }
        // the next one takes its lock away
        assertThat(new ServersBorg(lab, repository).run("break-lock").exitCode())
                .isZero();
    }

    @Test
    void brokerThatIsKilled() {
        try (FakeTar tar = new FakeTar(lab, HALF);
                Running running = Cli.start(tar.in(config()), "run", "web1")) {
            tar.await("half");
            Processes.awaitSome(lab.serverUser(), IMPORT, Limits.END);
            running.sendSignal("KILL");
            Processes.awaitNone(lab.serverUser(), IMPORT, Limits.BORG_GONE);
            Processes.awaitNone(lab.clientUser(), Pattern.compile("tar"), Limits.BORG_GONE);
        }
    }

    /** Who holds the lock keeps borg from reading, for longer than a script on a client would wait. */
    @Test
    void aLockThatIsWaitedFor() throws InterruptedException {
        Pattern held = Pattern.compile("^sleep 100$");
        String path = lab.repositoryPath(repository).toString();
        ConfigText much = config().create("paths", "[data, /usr/bin]");
        try (Running holder = new ServersBorg(lab, repository)
                        .command("with-lock", path, "sleep", "100")
                        .start();
                Library library = new Library(Library.SHORT)) {
            Processes.awaitSome(lab.serverUser(), held, Limits.END);
            Run run = library.start(much);
            Processes.awaitSome(lab.serverUser(), IMPORT, Limits.END);
            run.cancel();
            Library.assertFailed(run.await(), Cause.CANCELLED, "was cancelled", "start it again");

            Outcome outcome = library.run(much.client("lock-wait", "6s"));

            Library.assertFailed(outcome, Cause.NOT_NOW, "the repository of web1 is locked", "wait for the other run");
            Processes.ofUser(lab.serverUser(), held)
                    .forEach(each ->
                            Command.of("kill", Integer.toString(each.pid())).run());
            holder.waitFor(Limits.END);
        }
    }

    @Test
    void noGnuTar() throws InterruptedException {
        try (FakeTar tar = new FakeTar(lab, "exit 9", "bsdtar 3.6.2");
                Library library = new Library(Library.SHORT)) {
            Library.assertFailed(
                    library.run(tar.in(config())),
                    Cause.UNUSABLE,
                    "web1 has no GNU tar: no GNU tar is here",
                    "called tar");
        }
    }

    @Test
    void noRoomAtTheServer() throws IOException {
        Path data = ClientFile.directory(lab);
        try (SmallDisk disk = lab.smallDisk(8);
                InputStream random = Files.newInputStream(Path.of("/dev/urandom"))) {
            ConfigText config = config().client("repository", disk.repository());
            Cli.run(config, "init", "web1").expectSuccess();
            Files.write(data.resolve("file"), random.readNBytes(12 << 20));

            Result result = Cli.run(config.create("paths", "[" + data + "]"), "run", "web1");

            Cli.assertFailed(result, 2, "there is no room for the repository of web1", "make room on that disk");
            assertThat(new ServersBorg(lab, disk.repository()).archives()).isEmpty();
        } finally {
            Command.of("rm", "-r", data.toString()).run().expectSuccess();
        }
    }
}
