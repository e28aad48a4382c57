package org.agentbroker.it.use;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Mounts;
import org.agentbroker.it.lab.Prerequisites;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.ServersBorg;
import org.agentbroker.it.lab.SftpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code method: sshfs}: backups of a client that offers nothing but SFTP, and is hostile with its links. */
@ExtendWith(LabExtension.class)
class SshfsBackupTest {

    @Test
    void everythingThenAPartThenALinkOnTheWay(Lab lab) throws IOException {
        Prerequisites.needSshfs(lab);
        String repository = lab.newRepository();
        ServersBorg borg = new ServersBorg(lab, repository);
        borg.run("init", "--encryption", "repokey-blake2").expectSuccess();
        try (SftpClient client = SftpClient.start(lab, lab.repositoryPath(repository))) {
            ConfigText config = client.config(lab, repository).create("archive", "\"{hostname}-{now}\"");
            String before = client.state();
            everything(config.create("paths", "[/]"), borg);
            assertThat(client.state()).as("the client").isEqualTo(before);
            aPart(
                    config.create("paths", "[/etc/apt, home, /nope]").create("exclude", "[\"*.cache\", /home/*/hard]"),
                    borg);
            aLinkOnTheWay(config.create("paths", "[/evil/apt]"));
        }
        assertThat(Mounts.seenBy(lab)).isEmpty();
        assertThat(owners(lab.repositoryPath(repository))).containsOnly(lab.serverUser());
    }

    private static void everything(ConfigText config, ServersBorg borg) {
        Result run = Use.broker(config, "-v", "run", "web1", "--archive", "{hostname}-all");

        // one file is not for the login to read
        assertThat(run.exitCode()).as(run.stderr()).isOne();
        assertThat(run.stderr())
                .contains("SFTP tells nothing of xattrs, ACLs")
                .contains("home/alice/secret: open: [Errno 13] Permission denied")
                .contains("done with warnings: archive web1-all, ")
                .contains(", 1 warning");
        List<String> list = list(borg, "web1-all");
        assertThat(list)
                .contains(
                        "etc  root root",
                        "home/alice  alice staff",
                        "home/alice/notes  alice staff",
                        "home/alice/hard  alice staff",
                        "home/alice/fifo  alice staff",
                        "evil /etc root root",
                        "srv/dots ../../../../etc root root",
                        "srv/shadow /etc/shadow root root",
                        "srv/loop loop root root",
                        "proc  root root")
                .noneMatch(line -> line.startsWith("evil/") || line.startsWith("srv/dots/"))
                .noneMatch(line -> line.startsWith("srv/repository/") || line.startsWith("proc/"))
                .noneMatch(line -> line.contains("secret"));
        // a byte that is no text; borg prints a question mark
        assertThat(list).anyMatch(line -> line.matches("home/alice/bad.  alice staff"));
        assertThat(borg.run("extract", "--stdout", "::web1-all", "etc/passwd").stdoutText())
                .contains("alice:x:1005:1007:A:");
    }

    private static void aPart(ConfigText config, ServersBorg borg) {
        assertThat(Use.broker(config, "run", "web1", "--dry-run")
                        .expectSuccess()
                        .stdoutText())
                .contains("method       sshfs")
                .contains("'--pattern=+ pp:etc/apt' ")
                .contains("'--pattern=! re:.' -- ");

        Result run = Use.broker(config, "run", "web1", "--archive", "part");

        assertThat(run.exitCode()).as(run.stderr()).isOne();
        assertThat(run.stderr()).contains("warning: /nope is not there, or may not be seen by the login");
        assertThat(list(borg, "part").stream().map(line -> line.split(" ")[0]))
                .contains("etc/apt/sources.list", "home/alice/notes", "home/alice/sub")
                .doesNotContain("etc/passwd", "evil", "srv", "home/alice/hard", "home/alice/sub/a.cache");
    }

    private static void aLinkOnTheWay(ConfigText config) {
        Result run = Use.broker(config, "run", "web1", "--archive", "evil");

        assertThat(run.exitCode()).as(run.stderr()).isEqualTo(78);
        assertThat(run.stderr())
                .contains("broker: /evil on web1, on the way to /evil/apt, is a link")
                .contains("hint: name the path without it");
    }

    private static List<String> list(ServersBorg borg, String archive) {
        String list = borg.run("list", "--format", "{path} {source} {user} {group}{NUL}", "::" + archive)
                .expectSuccess()
                .stdoutText();
        return List.of(list.split("\0"));
    }

    private static List<String> owners(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(SshfsBackupTest::owner).toList();
        }
    }

    private static String owner(Path file) {
        try {
            return Files.getOwner(file).getName();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
