package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.ClientFile;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.LogJson;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;
import org.agentbroker.it.lab.ServersBorg;
import org.agentbroker.it.lab.SmallDisk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code broker verify}: a drill that is good, and what one finds. The last of all damages the repository. */
@ExtendWith({LabExtension.class, NothingLeft.class})
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
@Timeout(120)
class VerifyTest {
    private static final int MEBIBYTE = 1 << 20;

    private final Lab lab;
    private final ConfigText config;
    private final ServersBorg borg;
    private Path data;

    VerifyTest(Lab lab) {
        this.lab = lab;
        String repository = lab.newRepository();
        this.borg = new ServersBorg(lab, repository);
        this.config = lab.config().client("repository", repository).client("method", "tar");
    }

    @BeforeAll
    void backUp() throws IOException {
        data = ClientFile.directory(lab);
        try (InputStream random = Files.newInputStream(Path.of("/dev/urandom"))) {
            Files.write(data.resolve("random"), random.readNBytes(24 * MEBIBYTE));
        }
        Command.of(
                        "sh",
                        "-c",
                        "cd \"$0\" && echo 1 >-x && ln -s /etc link && echo 2 >\"two\nlines[*]\" && umask 077"
                                + " && printf 3 >\"$(printf 'bad\\377\\033[31m')\" && echo 4 >'q?' && cp /bin/true suid && chmod 4755 suid",
                        data.toString())
                .run()
                .expectSuccess();
        Command.of("chown", "-hR", lab.clientUser(), data.toString()).run();
        Cli.run(config, "init", "web1").expectSuccess();
        Cli.run(config.create("paths", "[" + data + "]"), "run", "web1", "--archive", "a")
                .expectSuccess();
    }

    @AfterAll
    void remove() {
        Command.of("rm", "-r", data.toString()).run().expectSuccess();
    }

    @Test
    @Order(1)
    void allIsAsItShouldBe() {
        Result all = Cli.run(config, "verify", "web1", "--all-files", "--json").expectSuccess();
        Result some = Cli.run(config, "verify", "web1", "a", "--files", "5", "--seed", "3", "--against", "client")
                .expectSuccess();
        Result status = Cli.run(config, "status", "web1", "--json").expectSuccess();

        assertThat(LogJson.object(all.stdoutText()))
                .containsEntry("archive", "a")
                .containsEntry("result", "same")
                .containsEntry("files", 7L)
                .containsEntry("same", 7L)
                .containsEntry("exit_code", 0L);
        assertThat(some.stdoutText())
                .startsWith("web1: archive a, 5 of 6 files restored, ")
                .contains(
                        ", compared with the client, seed 3\nsame 5, different 0, missing 0, changed 0, unreadable 0\n");
        assertThat(some.stderr()).doesNotContain("never matched");
        assertThat(LogJson.object(status.stdoutText())).containsEntry("verified_result", "same");
    }

    @Test
    @Order(2)
    void whatChangedOnTheClientIsNoDifference() throws IOException {
        Files.writeString(data.resolve("-x"), "other");
        Files.writeString(data.resolve("two\nlines[*]"), "newer");

        Result changed = Cli.run(config, "verify", "web1", "--all-files", "--against", "client");

        assertThat(changed.exitCode()).as(changed.toString()).isOne();
        assertThat(changed.stdoutText())
                .contains("same 4, different 0, missing 0, changed 2, unreadable 0\n")
                .contains("changed  " + data.toString().substring(1) + "/two\\x0alines[*]\n");
    }

    /** The client's archive has a link, and a file below the link. */
    @Test
    @Order(3)
    void aLinkInTheArchiveLeadsNowhere() {
        Path evil = lab.directory().resolve("evil");
        Path tar = lab.directory().resolve("evil.tar");
        Path target = lab.serverHome().resolve("taken");
        Command.of(
                        "sh",
                        "-c",
                        "mkdir \"$0\" && cd \"$0\" && ln -s \"$1\" a && ln -s / up && tar -cf ../evil.tar a up && rm a up"
                                + " && mkdir a up && echo x >a/.profile && echo y >up/y && tar -rf ../evil.tar a/.profile up/y"
                                + " && mkdir \"$1\" && chown \"$2\" \"$1\"",
                        evil.toString(),
                        target.toString(),
                        lab.serverUser())
                .run()
                .expectSuccess();
        try {
            borg.run("import-tar", "::evil", tar.toString()).expectSuccess();

            Result drill = Cli.run(config, "verify", "web1", "evil", "--all-files");

            assertThat(drill.exitCode()).as(drill.toString()).isEqualTo(2);
            assertThat(target).isEmptyDirectory();
            assertThat(Path.of("/y")).doesNotExist();
            borg.run("delete", "::evil").expectSuccess();
        } finally {
            Command.of("rm", "-r", target.toString(), evil.toString(), tar.toString())
                    .run()
                    .expectSuccess();
        }
    }

    @Test
    @Order(4)
    void noRoomIsNoDamage() {
        try (SmallDisk disk = lab.smallDisk(8)) {
            Result drill = Cli.run(
                    config,
                    "verify",
                    "web1",
                    "--all-files",
                    "--directory",
                    disk.path().toString());

            Cli.assertFailed(drill, 78, "there is no room for the drill in " + disk.path(), "--files N");
            assertThat(disk.path()).isDirectoryNotContaining("glob:**.broker-drill-*");
        }
        Result unknown = Cli.run(config, "verify", "web1", "nope");
        Cli.assertFailed(unknown, 2, "there is no archive nope in the repository of web1", "broker list web1");
        assertThat(unknown.stderr()).doesNotContain("does not exist");
        Result nowhere = Cli.run(config, "verify", "web1", "--directory", "/proc");
        Cli.assertFailed(nowhere, 78, lab.serverUser() + " may not write to /proc", "--directory DIR");
    }

    @Test
    @Order(5)
    void whatAKilledOneLeftGoesWithTheNext() throws IOException {
        try (Running running = Cli.start(config, "verify", "web1", "--all-files")) {
            Await.until(
                    "files are restored", Limits.END, () -> drills().stream().anyMatch(each -> holds(each)));
            running.sendSignal("KILL");
            running.waitFor(Limits.END);
        }
        assertThat(drills()).hasSize(1);
        Cli.run(config, "verify", "web1", "latest", "--files", "1").expectSuccess();
        assertThat(drills()).isEmpty();
    }

    private List<Path> drills() {
        try (Stream<Path> files = Files.list(lab.serverHome())) {
            return files.filter(each -> each.getFileName().toString().startsWith(".broker-drill-"))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean holds(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    @Order(6)
    void damageOfTheRepositoryIsFound() throws IOException {
        Path segment;
        try (Stream<Path> files =
                Files.walk(borg.lab().repositoryPath(borg.repository()).resolve("data"))) {
            segment = files.filter(Files::isRegularFile)
                    .max(Comparator.comparing(file -> file.toFile().length()))
                    .orElseThrow();
        }
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(file.length() / 2);
            file.write(new byte[4096]);
        }

        Result drill = Cli.run(config, "verify", "web1", "--all-files");

        Cli.assertFailed(drill, 2, " missing of 7 files of a; borg failed at the server: ", "broker check web1");
        assertThat(drill.stdoutText()).contains("missing  " + data.toString().substring(1));
        assertThat(Cli.run(config, "history", "web1").stdoutText()).contains("verify   different");
    }
}
