package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Processes;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What borg itself refuses. */
@ExtendWith({LabExtension.class, NothingLeft.class})
class BorgFailureTest {

    @Test
    void borgThatIsMissingOnTheClientIsNamed(Lab lab) {
        Result result = Cli.run(lab.config().client("borg", "no-such-borg"), "run", "web1");

        Cli.assertFailed(
                result,
                78,
                "borg cannot be run on web1: env: 'no-such-borg': No such file or directory",
                "install borgbackup there, or set borg: to its path");
    }

    @Test
    void wrongPassphraseIsNotBorgsFailureButOurs(Lab lab) throws IOException {
        Path other = lab.newDirectory().resolve("other");
        Files.writeString(other, "not the passphrase\n");
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-------"));

        Result result =
                Cli.run(SharedRepository.config(lab).client("passphrase", "{file: " + other + "}"), "run", "web1");

        Cli.assertFailed(
                result, 78, "the passphrase does not open the repository of web1", "check where passphrase: points to");
        assertThat(result.stderr()).doesNotContain("not the passphrase");
    }

    @Test
    void missingRepositoryHasInitForAHint(Lab lab) {
        Result result = Cli.run(lab.config().client("repository", "~/repo-never-made"), "run", "web1");

        Cli.assertFailed(result, 2, "the repository of web1 does not exist: ", "make it: broker init web1");
    }

    @Test
    void initLeavesARepositoryThatExistsAlone(Lab lab) throws IOException {
        String repository = SharedRepository.of(lab);
        Path file = lab.repositoryPath(repository).resolve("config");
        String before = Files.readString(file);

        Result result = Cli.run(lab.config().client("repository", repository), "init", "web1");

        Cli.assertFailed(result, 2, "there is a repository of web1 already: ", "use it: broker run web1");
        assertThat(file).hasContent(before);
    }

    @Test
    void archiveThatExistsIsNotOverwritten(Lab lab) {
        Cli.run(SharedRepository.config(lab), "run", "web1", "--archive", "twice")
                .expectSuccess();

        Result result = Cli.run(SharedRepository.config(lab), "run", "web1", "--archive", "twice");

        Cli.assertFailed(
                result,
                2,
                "an archive of this name exists in the repository of web1: Archive twice already exists",
                "put a time into create.archive");
    }

    @Test
    void repositoryThatAnotherBorgHoldsIsForAnotherTime(Lab lab) {
        Path repository = lab.repositoryPath(SharedRepository.of(lab));
        Path lock = repository.resolve("lock.exclusive");
        Pattern holder = Pattern.compile("^sleep 4711$");
        try (Running borg = atServer(lab, "borg", "with-lock", repository.toString(), "sleep", "4711")) {
            Await.until("another borg holds the lock", Limits.END, () -> Files.exists(lock));
            Processes.awaitSome(lab.serverUser(), holder, Limits.END);

            Result result = Cli.run(SharedRepository.config(lab).client("lock-wait", "1s"), "run", "web1");

            Cli.assertFailed(
                    result,
                    75,
                    "the repository of web1 is locked: Failed to create/acquire the lock",
                    "wait for the other run; if there is none: broker run web1 -- break-lock");
            assertThat(lock).as("the other's lock").exists();

            // its child, so that it gives its lock back by itself
            for (Processes.Entry sleep : Processes.ofUser(lab.serverUser(), holder)) {
                Command.of("kill", Integer.toString(sleep.pid())).run().expectSuccess();
            }
            borg.waitFor(Limits.END);
        }
    }

    private static Running atServer(Lab lab, String... words) {
        List<String> all = new ArrayList<>();
        if (lab.hasSeparateAccounts()) {
            all.addAll(List.of("runuser", "-u", lab.serverUser(), "--"));
        }
        all.addAll(List.of("env", "HOME=" + lab.serverHome(), "BORG_PASSPHRASE=" + lab.passphrase()));
        all.addAll(List.of(words));
        return Command.of(all).start();
    }
}
