package org.agentbroker.it.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person gets wrong at {@code broker agent}: the exit code and the message. No command is run then. */
@ExtendWith(LabExtension.class)
class WrongInputTest {
    private static Lab lab;
    private static Path directory;

    @BeforeAll
    static void make(Lab shared) throws IOException {
        lab = shared;
        directory = lab.newDirectory();
        KeyFile key = KeyFile.make("ed25519", directory.resolve("encrypted"));
        Command.of("ssh-keygen", "-q", "-p", "-N", "key word", "-f", key.toString())
                .run()
                .expectSuccess();
        write("open", KeyFile.read(lab.key()), "rw-r--r--");
        write("no-key", "nonsense", "rw-------");
        write("wrong-word", "not the key word", "rw-------");
        write("no-pin.pub", "nonsense", "rw-r--r--");
        write("empty.pub", "", "rw-r--r--");
    }

    @Test
    void whatIsMissingIsSaidAtOnce() {
        Result result = run("--signatures", "1");

        assertThat(result.exitCode()).isEqualTo(78);
        assertThat(result.stderr().lines())
                .containsExactlyInAnyOrder(
                        "broker: --key: is missing; add --key FILE",
                        "broker: --to: is missing; add --to USER@HOST",
                        "broker: --pin: is missing; add --pin FILE, the host key of the destination; nothing is accepted"
                                + " unseen",
                        "broker: --hop: is missing; add --hop FILE, the host key of the machine that forwards the agent");
    }

    @Test
    void whatIsWrongIsSaidAtOnce() {
        String[] to = {"--to", "no-at", "--pin", here("HERE/none.pub"), "--hop", here("HERE/empty.pub")};
        String[] numbers = {"--level", "strict", "--lifetime", "0", "--signatures", "0"};
        Result result = run(
                Purpose.options(lab, Stream.of(to, numbers).flatMap(Stream::of).toArray(String[]::new)));

        assertThat(result.exitCode()).isEqualTo(78);
        assertThat(result.stderr().lines())
                .containsExactlyInAnyOrder(
                        "broker: --to: no user in no-at; write user@host or user@host:port",
                        here("broker: --pin: HERE/none.pub does not exist; check the path"),
                        here("broker: --hop: HERE/empty.pub has no host key in it; copy the host's"
                                + " ssh_host_ed25519_key.pub there"),
                        "broker: --level: no such level: strict; known: hostbound, bound, unbound",
                        "broker: --lifetime: lifetime is out of range: 0s; write a duration from 1s to 1d",
                        "broker: --signatures: signatures is out of range: 0; write a number from 1 to 1000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--pin | HERE/no-pin.pub | --pin: HERE/no-pin.pub:1: a host key needs its type and its base64 text; take"
                        + " a line of the host's /etc/ssh/ssh_host_*_key.pub",
                "--lifetime | soon | --lifetime: lifetime is not a duration: soon; write a number and s, m, h or d, such"
                        + " as 10m",
                "--key | HERE/none | HERE/none does not exist~hint: check the path",
                "--key | HERE/open | HERE/open can be read by others~hint: chmod 600 HERE/open",
                "--key | HERE/no-key | HERE/no-key is not a key file~hint: make one: ssh-keygen -t ed25519 -f FILE",
                "--key | HERE/encrypted | HERE/encrypted is encrypted~hint: say where its passphrase is"
            })
    void purposeThatCannotBeServed(String option, String value, String message) {
        Result result = run(Purpose.options(lab, option, here(value)));

        assertThat(result.exitCode()).isEqualTo(78);
        assertThat(result.stderr()).isEqualTo("broker: " + here(message) + "\n");
    }

    @Test
    void passphraseThatDoesNotOpenTheKey() {
        String passphrase = here("file:HERE/wrong-word");

        Result result = run(Purpose.options(lab, "--key", here("HERE/encrypted"), "--key-passphrase-from", passphrase));

        assertThat(result.exitCode()).isEqualTo(78);
        assertThat(result.stderr())
                .isEqualTo(here("broker: the passphrase does not open HERE/encrypted~"
                        + "hint: check it: ssh-keygen -y -f HERE/encrypted\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HERE/none/agent | HERE/none is not a directory~hint: make it first: mkdir -m 700 HERE/none",
                "HERE/no-key | HERE/no-key exists and is not a socket~hint: name another one: --socket PATH",
                "HERE/LONG | HERE/LONG is too long for the path of a socket~hint: name another one: --socket PATH"
            })
    void placeWhereNoSocketCanBe(String path, String message) throws IOException {
        Result result = run("--socket", here(path));

        assertThat(result.exitCode()).isEqualTo(78);
        assertThat(result.stderr()).isEqualTo("broker: " + here(message) + "\n");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("."));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--               | no command after --",
                "--socket         | missing required parameter for option '--socket' (PATH)",
                "--bogus          | there is no option --bogus",
                "web1 --key k     | --key is for an agent without CLIENT"
            })
    void usage(String words, String message) {
        List<String> all = new ArrayList<>(List.of("--config", lab.configFile().toString(), "agent"));
        all.addAll(List.of(words.split(" ")));

        Result result = BrokerProcess.run(all.toArray(String[]::new));

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.stderr()).isEqualTo("broker: " + message + "\nbroker: hint: broker agent --help\n");
    }

    @Test
    void clientThatTheConfigDoesNotKnow() {
        Result result = BrokerProcess.run("--config", lab.configFile().toString(), "agent", "web2", "--", "true");

        assertThat(result.exitCode()).isEqualTo(78);
        assertThat(result.stderr()).startsWith("broker: ").contains("web2", "web1");
    }

    private static void write(String name, String text, String mode) throws IOException {
        Path file = KeyFile.write(directory.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    /** The words with what could not stand in a table. */
    private static String here(String words) {
        return words.replace("~", "\nbroker: ")
                .replace("HERE", directory.toString())
                .replace("LONG", "x".repeat(108));
    }

    /** With a command that must not run. */
    private static Result run(String... options) {
        List<String> words = new ArrayList<>(List.of("agent"));
        words.addAll(List.of(options));
        words.addAll(List.of("--", "sh", "-c", "echo it runs"));
        Result result = BrokerProcess.run(words.toArray(String[]::new));
        assertThat(result.stdout()).isEmpty();
        return result;
    }
}
