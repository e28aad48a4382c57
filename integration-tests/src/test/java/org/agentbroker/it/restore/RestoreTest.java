package org.agentbroker.it.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.agentbroker.broker.event.PullEvent.Warning;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.restore.Restore;
import org.agentbroker.broker.restore.Restore.Via;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.ClientFile;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Library;
import org.agentbroker.it.lab.OtherUser;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Sshd;
import org.agentbroker.it.lab.Way;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What was saved comes back, to where it was asked for. */
@ExtendWith(LabExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(90)
class RestoreTest {
    private final Lab lab;
    private Archived archived;

    RestoreTest(Lab lab) {
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

    private List<String> oddNames() {
        return List.of(
                "/" + archived.inArchive("small/m\uDCFCller"),
                archived.inArchive("small/new\nline"),
                archived.inArchive("small//re:.*"),
                archived.inArchive("small/*"),
                archived.inArchive("small/sub/"));
    }

    @Test
    void borgOfTheClientRestoresAllAndSome() throws Exception {
        Path all = archived.newPlace();
        Outcome outcome = archived.run(archived.of(archived.pull(Way.DIRECT), Via.AGENT, all));
        assertThat(outcome).as(archived.library.events().toString()).isInstanceOf(Outcome.Completed.class);
        archived.assertSame(all, ".");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(all)))
                .isEqualTo("rwx------");

        Path some = archived.newPlace();
        Restore restore =
                archived.of(archived.pull(Way.EMBEDDED), Via.AGENT, some).only(oddNames());
        outcome = archived.run(restore);
        assertThat(outcome).as(archived.library.events().toString()).isInstanceOf(Outcome.Completed.class);
        assertSome(some);
    }

    @Test
    void tarOfTheClientRestoresAllAndSome() throws Exception {
        Pull pull = archived.pull(Way.EMBEDDED);
        Path all = archived.newPlace();
        Outcome outcome = archived.run(archived.of(pull, Via.TAR, all).withNumericIds(true));
        assertThat(outcome).as(archived.library.events().toString()).isInstanceOf(Outcome.Completed.class);
        archived.assertSame(all, ".");
        Path small = all.resolve(archived.inArchive("small"));
        assertThat(Files.isSameFile(small.resolve("plain"), small.resolve("hard")))
                .isTrue();

        Path some = archived.newPlace();
        outcome = archived.run(archived.of(pull, Via.TAR, some).only(oddNames()));
        assertThat(outcome).as(archived.library.events().toString()).isInstanceOf(Outcome.Completed.class);
        assertSome(some);
    }

    private void assertSome(Path to) {
        Result found = Command.of(
                        "sh",
                        "-c",
                        "cd \"$1\" && cat m* new* re* '*' sub/-n",
                        "sh",
                        to + "/" + archived.inArchive("small"))
                .run();
        assertThat(found.stdoutText()).isEqualTo("2\n3\n4\n6\n5\n");
        assertThat(to.resolve(archived.inArchive("small/plain"))).doesNotExist();
        assertThat(to.resolve(archived.inArchive("big"))).doesNotExist();
    }

    @Test
    void busyboxIsEnoughForANewDirectory() throws Exception {
        Path bin = Files.createDirectories(lab.directory().resolve("client/busybox"));
        Path busybox = Path.of("/bin/busybox");
        Assumptions.assumeTrue(Files.exists(busybox), "there is no busybox here");
        for (String name : List.of(
                "tar",
                "sh",
                "ls",
                "head",
                "tr",
                "id",
                "mkdir",
                "readlink",
                "timeout",
                "wc",
                "env",
                "dd",
                "cat",
                "sleep",
                "true")) {
            Files.createSymbolicLink(bin.resolve(name), busybox);
        }
        try (Sshd sshd = lab.clientSshd("SetEnv PATH=" + bin)) {
            ConfigText config = archived.config(Way.EMBEDDED).client("port", Integer.toString(sshd.port()));
            Pull pull = Library.pull(config, "web1", Map.of());
            Path to = archived.newPlace();
            Outcome outcome = archived.run(archived.of(pull, Via.TAR, to));
            assertThat(outcome).as(archived.library.events().toString()).isInstanceOf(Outcome.Completed.class);
            archived.assertSame(to, ".");

            Outcome again = archived.run(archived.of(pull, Via.TAR, to).overwriting(true));
            Library.assertFailed(again, Cause.REFUSED, "the tar of web1 follows links", "restore to a new directory");
        }
    }

    @Test
    void theCommandTakesNamesAsTheyAre() throws Exception {
        String config = archived.config(Way.DIRECT).write().toString();
        String script = "exec \"$0\" --config \"$1\" restore web1 latest --to \"$2\" \"$3/$(printf 'm\\374ller')\"";
        Path to = archived.newPlace();
        String small = archived.inArchive("small");
        Result result = Command.of("sh", "-c", script, BrokerProcess.binary().toString(), config, to.toString(), small)
                .env("HOME", BrokerProcess.home())
                .run();
        result.expectSuccess();
        assertThat(result.stdoutText()).isEmpty();
        try (var files = Files.list(to.resolve(small))) {
            assertThat(files).hasSize(1);
        }
        Result history = BrokerProcess.run("--config", config, "history", "web1");
        assertThat(history.expectSuccess().stdoutText()).contains("restore");
    }

    @Test
    void aDryRunListsAndMakesNothing() throws Exception {
        for (Via via : Via.values()) {
            assertDryRun(archived.pull(Way.DIRECT), via);
        }
    }

    /** As sshd does where it is slow: the exit status before the output. */
    @Test
    void whatAClientSaidAfterItsEndCounts() throws Exception {
        assertDryRunBy("""
                #!/bin/sh
                setsid -w sh -c "$SSH_ORIGINAL_COMMAND" >"$0.said" || exit
                { while kill -0 $$ 2>/dev/null; do sleep 0.01; done; cat "$0.said"; } &
                """);
    }

    /** As sudo does: the script leads no process group, so it cannot end what reads its input. */
    @Test
    void whoDoesNotLeadAProcessGroupIsNotWaitedForInVain() throws Exception {
        assertDryRunBy("""
                #!/bin/sh
                sh -c "$SSH_ORIGINAL_COMMAND"
                exit
                """);
    }

    private void assertDryRunBy(String script) throws Exception {
        try (Sshd sshd = lab.clientSshd("ForceCommand " + ClientFile.script(lab, "shell", script))) {
            ConfigText config = archived.config(Way.DIRECT).client("port", sshd.portText());
            assertDryRun(Library.pull(config, "web1", Map.of()), Via.TAR);
        }
    }

    private void assertDryRun(Pull pull, Via via) throws InterruptedException {
        Path to = archived.newPlace();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Restore restore = archived.of(pull, via, to)
                .only(List.of(archived.inArchive("small/sub"), archived.inArchive("small/plain")))
                .asDryRun(true);
        assertThat(archived.library.start(restore, out).await())
                .as(archived.library.events().toString())
                .isInstanceOf(Outcome.Completed.class);
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .as(via.toString())
                .containsExactlyInAnyOrder(
                        archived.inArchive("small/sub"),
                        archived.inArchive("small/sub/-n"),
                        archived.inArchive("small/plain"));
        assertThat(to).doesNotExist();
    }

    @Test
    void aClientThatRunsAnotherCommandHasRestoredNothing() throws Exception {
        try (Sshd sshd = lab.clientSshd("ForceCommand true")) {
            ConfigText config = archived.config(Way.DIRECT).client("port", sshd.portText());
            for (Via via : Via.values()) {
                Restore restore = archived.of(Library.pull(config, "web1", Map.of()), via, archived.newPlace());
                Library.assertFailed(
                        archived.run(restore),
                        Cause.BORG_FAILED,
                        "nothing was restored: web1 did not run the command",
                        "force another one?");
            }
        }
    }

    @Test
    void whatIsNotInTheRepositoryIsSaidBeforeAnythingIsTouched() throws Exception {
        Path to = archived.newPlace();
        Pull pull = archived.pull(Way.EMBEDDED);
        for (Via via : Via.values()) {
            Restore absent = Restore.of(pull, "ful", via).to(to.toString());
            Library.assertFailed(
                    archived.run(absent),
                    Cause.BORG_FAILED,
                    "there is no archive ful in the repository of web1",
                    "did you mean full");
            Restore noName = Restore.of(pull, "no/{pe}", via).to(to.toString());
            Library.assertFailed(
                    archived.run(noName),
                    Cause.BORG_FAILED,
                    "there is no archive no/{pe} in the repository of web1",
                    "see which: broker list web1");
            Restore path = archived.of(pull, via, to).only(List.of(archived.inArchive("small"), "no/re:.*"));
            Library.assertFailed(
                    archived.run(path), Cause.BORG_FAILED, "there is no no/re:.* in the archive full", "broker list");
        }
        assertThat(to).doesNotExist();
    }

    @Test
    void aDirectoryWithSomethingInItIsLeftAlone() throws Exception {
        Path to = archived.newPlace();
        Command.of(
                        "sh",
                        "-c",
                        "mkdir -m 755 \"$1\" && echo kept >\"$1/f\" && chown -R \"$2\" \"$1\"",
                        "sh",
                        to.toString(),
                        lab.clientUser())
                .run()
                .expectSuccess();
        Restore restore = archived.of(archived.pull(Way.DIRECT), Via.TAR, to);
        Library.assertFailed(archived.run(restore), Cause.REFUSED, "the directory is not empty", "--overwrite");
        try (var files = Files.list(to)) {
            assertThat(files).hasSize(1);
        }
        Restore over = restore.overwriting(true);
        assertThat(archived.run(over)).isInstanceOf(Outcome.Completed.class);
        assertThat(to.resolve("f")).hasContent("kept\n");
        archived.assertSame(to, "small");
    }

    /** Root restores, and a user of the client would like to have files of root's overwritten. */
    @Test
    void plantedLinksLeadNobodyElsewhere() throws Exception {
        OtherUser other = lab.otherUser();
        Path home = lab.directory().resolve("client/other-" + other.name().replaceFirst(".*-", ""));
        other.command("sh", "-c", "mkdir -p \"$0/docs/deep\" && echo mine >\"$0/docs/deep/file\"", home.toString())
                .run()
                .expectSuccess();
        Path victim = Files.createDirectory(archived.newPlace());
        Path base = lab.newDirectory();
        try (Sshd sshd = lab.clientSshd("SetEnv BORG_BASE_DIR=" + base)) {
            ConfigText config = archived.config(Way.EMBEDDED)
                    .also("web2")
                    .client("user", "root")
                    .client("port", Integer.toString(sshd.port()))
                    .create("archive", "theirs")
                    .create("paths", "[" + home + "/docs]");
            Pull root = Library.pull(config, "web2", Map.of());
            assertThat(archived.library.start(root).await())
                    .as(archived.library.events().toString())
                    .isInstanceOf(Outcome.Completed.class);
            other.command(
                            "sh",
                            "-c",
                            "rm -r \"$0/docs/deep\" && ln -s \"$1\" \"$0/docs/deep\"",
                            home.toString(),
                            victim.toString())
                    .run()
                    .expectSuccess();

            String file = home.toString().substring(1) + "/docs/deep/file";
            for (Via via : Via.values()) {
                Restore there = Restore.of(root, "theirs", via).only(List.of(file));
                Library.assertFailed(
                        archived.run(there),
                        Cause.REFUSED,
                        "a link is on the way to what is to be restored: " + home + "/docs/deep on web2",
                        "restore to a new directory");
            }
            Restore through = Restore.of(root, "theirs", Via.TAR).to(home + "/docs/deep/new");
            Library.assertFailed(
                    archived.run(through), Cause.REFUSED, "a link is on the way to the directory", "--to DIR");
            // borg goes the whole way for each file, and its owner may exchange a part of it meanwhile
            Restore below = Restore.of(root, "theirs", Via.AGENT).to(home + "/new");
            Library.assertFailed(
                    archived.run(below),
                    Cause.REFUSED,
                    "somebody else may exchange a directory on the way",
                    "--via tar");
            Restore into =
                    Restore.of(root, "theirs", Via.TAR).to(home.toString()).overwriting(true);
            Library.assertFailed(archived.run(into), Cause.REFUSED, "belongs to somebody else", "/restored");
            assertThat(victim).isEmptyDirectory();

            // a directory of the archive takes the place of the link, and what is behind that stays as it was
            for (Via via : Via.values()) {
                Restore unsaid = Restore.of(root, "theirs", via);
                Library.assertFailed(
                        archived.run(unsaid), Cause.UNUSABLE, "this replaces the files of all of web2", "--overwrite");
                Restore whole = unsaid.overwriting(true);
                assertThat(archived.run(whole))
                        .as(archived.library.events().toString())
                        .isInstanceOf(Outcome.Completed.class);
                assertThat(home.resolve("docs/deep/file")).hasContent("mine\n");
                assertThat(Files.isSymbolicLink(home.resolve("docs/deep"))).isFalse();
                assertThat(Files.getOwner(home.resolve("docs/deep/file")).getName())
                        .isEqualTo(other.name());
                assertThat(victim).isEmptyDirectory();
                other.command(
                                "sh",
                                "-c",
                                "rm -r \"$0/docs/deep\" && ln -s \"$1\" \"$0/docs/deep\"",
                                home.toString(),
                                victim.toString())
                        .run()
                        .expectSuccess();
            }
        }
    }

    /** Its login, its sshd, its way back; the other's repository and passphrase. */
    @Test
    void anotherMachineGetsIt() throws Exception {
        Path to = lab.newDirectory(); // nobody but the login may exchange what is above it
        Path base = lab.newDirectory();
        int before = archived.library.events().size();
        try (Sshd sshd = lab.clientSshd("SetEnv BORG_BASE_DIR=" + base)) {
            Pull source = archived.pull(Way.DIRECT);
            ConfigText config = Way.EMBEDDED
                    .in(lab.config().also("web2"))
                    .client("user", lab.hasSeparateAccounts() ? "root" : lab.clientUser())
                    .client("port", Integer.toString(sshd.port()))
                    .client("repository", "~/of-another")
                    .client("passphrase", "none");
            Pull other = Library.pull(config, "web2", Map.of());
            for (Via via : Via.values()) {
                Restore restore = archived.of(source, via, to.resolve(via.name()))
                        .onto(source.onto("web2", other.client(), other.server(), other.way(), other.borg()));
                assertThat(archived.run(restore))
                        .as(archived.library.events().toString())
                        .isInstanceOf(Outcome.Completed.class);
                archived.assertSame(to.resolve(via.name()), "small");
            }
        }
        assertThat(archived.library.events().stream().skip(before))
                .allMatch(event -> event.client().equals("web2"))
                .noneMatch(event -> lab.hasSeparateAccounts() && event instanceof Warning);
    }
}
