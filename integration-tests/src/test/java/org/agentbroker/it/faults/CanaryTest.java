package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Processes;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;
import org.agentbroker.it.lab.Sshd;
import org.agentbroker.it.lab.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A passphrase that is found nowhere: in no argument, environment, output, log or file of anybody. */
@ExtendWith({LabExtension.class, NothingLeft.class})
class CanaryTest {
    private static final Pattern ANY = Pattern.compile("");
    // the armor's last words, and the format's first ones in base64; no process has them for a reason
    private static final String OPENSSH_KEY = "b3BlbnNzaC1rZXktdjE";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Lab lab;
    private final String canary = "canary-" + UUID.randomUUID();
    private final Path file;
    private final Path mark;
    private final ConfigText config;

    CanaryTest(Lab lab) throws IOException {
        this.lab = lab;
        file = lab.newDirectory().resolve("passphrase");
        Files.writeString(file, canary + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        mark = Files.createFile(lab.newDirectory().resolve("mark"));
        config = lab.config().client("passphrase", "{file: " + file + "}");
    }

    @Test
    void searchFindsItWhereItIsShown() throws IOException {
        Path shown = lab.newDirectory().resolve("shown");
        Command shows = Command.of("sh", "-c", "echo \"$CANARY\" >\"$1\"; exec sleep 60", "sh", shown.toString())
                .env("CANARY", canary);
        try (Running running = shows.start()) {
            Await.until("it is written", LIMIT, () -> Files.exists(shown));
            // not at once: while it becomes sleep its environment cannot be read
            Await.until(
                    "it is shown",
                    LIMIT,
                    () -> exposing().stream().anyMatch(process -> process.startsWith(running.pid() + " ")));
            assertThat(filesWithIt()).contains(shown.toString());
        } finally {
            Files.deleteIfExists(shown);
        }
    }

    @Test
    void passphraseIsNowhereWhileBackupsRunAndAfterThem() throws IOException {
        config.client("repository", lab.newRepository());
        assertNowhere("-vv", "init", "web1");
        assertNowhere("-vv", "run", "web1");
        assertNowhere("--log-json", "run", "web1");
        assertNowhere("-vv", "--log-json", "run", "web1", "--", "info");
        assertThat(filesWithIt()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"EMBEDDED, per-pull", "SOCKET,", "TUNNEL, per-pull"})
    void neitherPassphraseNorKeyOfThePullIsAnywhere(Way way, String key) throws IOException {
        SharedRepository.of(lab);
        try (Sshd sshd = lab.serverSshd("AuthorizedKeysFile " + lab.authorizedKeys())) {
            way.in(config).client("key", key).client("repository", lab.newRepository());
            if (way == Way.TUNNEL) {
                config.server("port", sshd.portText());
                config.server("authorized-keys", lab.authorizedKeys().toString());
            }
            assertNowhere("-vv", "init", "web1");
            assertNowhere("-vv", "run", "web1");
        }
        assertThat(filesWithIt()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.INCLUDE,
            names = {"EMBEDDED", "SOCKET"})
    void borgServeGetsNothingOfBrokersEnvironment(Way way) throws IOException {
        Path seen = Files.createTempFile(lab.directory().resolve("server"), "environment-", "");
        Files.setPosixFilePermissions(seen, PosixFilePermissions.fromString("rw-rw-rw-"));
        try (ServerScript borg = new ServerScript(lab, "env >" + seen, "exec borg \"$@\"")) {
            ConfigText with = borg.in(way.in(SharedRepository.config(lab)));
            Cli.command(with, "run", "web1", "--", "list", "--short")
                    .env("BORG_PASSPHRASE", canary)
                    .env("BORG_RSH", canary)
                    .env("SSH_AUTH_SOCK", "/" + canary)
                    .env("BROKER_CANARY", canary)
                    .run()
                    .expectSuccess();

            assertThat(Files.readAllLines(seen))
                    .extracting(line -> line.replaceFirst("=.*", ""))
                    .filteredOn(name -> !Set.of("PWD", "OLDPWD", "SHLVL", "_").contains(name))
                    .containsExactlyInAnyOrder("PATH", "HOME", "USER", "LOGNAME", "LC_ALL");
        } finally {
            Files.delete(seen);
        }
    }

    @Test
    void passphraseIsNowhereWhenThePullFails() throws IOException {
        config.client("repository", SharedRepository.of(lab));
        // the wrong one for this repository
        assertNowhere(78, "-vv", "run", "web1");
        config.client("borg", "no-such-borg");
        assertNowhere(78, "-vv", "run", "web1");
        assertThat(filesWithIt()).isEmpty();
    }

    private void assertNowhere(String... words) {
        assertNowhere(0, words);
    }

    private void assertNowhere(int code, String... words) {
        Set<String> exposing = new TreeSet<>();
        try (Running running = Cli.start(config, words)) {
            Await.until("the pull ends", LIMIT, () -> {
                exposing.addAll(exposing());
                return !running.isAlive();
            });
            Result result = running.waitFor(LIMIT);

            assertThat(result.exitCode()).as(result.toString()).isEqualTo(code);
            assertThat(result.stdoutText()).doesNotContain(canary);
            assertThat(result.stderr()).doesNotContain(canary);
            assertThat(exposing).isEmpty();
        }
    }

    /** Processes of all users on this machine, which is client, server and broker at once. */
    private Set<String> exposing() {
        Set<String> found = new TreeSet<>();
        for (Processes.Entry entry : Processes.matching(ANY)) {
            if (entry.exposes(canary) || entry.exposes(OPENSSH_KEY)) {
                found.add(entry.toString());
            }
        }
        return found;
    }

    /** Whatever was written since, below both homes, broker's home and the directory for temporary files. */
    private Set<String> filesWithIt() throws IOException {
        String places = String.join(
                " ", lab.directory().toString(), BrokerProcess.home().toString(), "/tmp");
        Result found = Command.of(
                        "sh",
                        "-c",
                        "find " + places + " -xdev -type f -newer \"$1\" ! -path \"$2\" ! -size +64M -exec"
                                + " grep -laF -f \"$2\" {} + 2>/dev/null; :",
                        "sh",
                        mark.toString(),
                        file.toString())
                .run(LIMIT);
        return new TreeSet<>(found.expectSuccess().stdoutText().lines().toList());
    }
}
