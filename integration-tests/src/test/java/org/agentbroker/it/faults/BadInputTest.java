package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Result;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be meant is refused before anything happens, with a sentence, a hint and a code, and no stack trace. */
class BadInputTest {
    private static final String PIN =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
    private static final String GOOD = """
            server: {user: borgs, host: borg-server}
            clients:
              web1:
                host: 127.0.0.1
                user: borgc
                host-keys: ["PIN"]
                identity: id
                repository: ~/web1
                passphrase: none
                create: {paths: [/etc]}
            """.replace("PIN", PIN);
    private static final List<String> RUN = List.of("run", "web1");

    @TempDir
    Path directory;

    /** Changes the good config, or the file with it. */
    private interface Spoiling {
        void spoil(Path config) throws IOException;
    }

    private record Case(String name, Spoiling spoiling, List<String> words, int code, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case text(String name, String from, String to, String message) {
        assertThat(GOOD).contains(from);
        return new Case(name, config -> Files.writeString(config, GOOD.replace(from, to)), RUN, 78, message);
    }

    private static Case file(String name, Spoiling spoiling, String message) {
        return new Case(name, spoiling, RUN, 78, message);
    }

    private static Case words(String name, int code, String message, String... words) {
        return new Case(name, config -> {}, List.of(words), code, message);
    }

    static Stream<Case> cases() {
        return Stream.of(
                file("empty file", config -> Files.writeString(config, ""), ": is empty; "),
                text("tab", "  web1:", "\tweb1:", ":3:1: a tab where only blanks may stand; "),
                text("duplicate key", "    user: borgc", "    user: a\n    user: b", ":6:5: user is given twice; "),
                text("duplicate client", "  web1:", "  web1: {}\n  web1:", ":4:3: web1 is given twice; "),
                text("wrong type", "user: borgc", "user: [borgc]", ":5:11: user must be text, not a list; "),
                text(
                        "unknown key",
                        "identity:",
                        "idenity:",
                        ":7:5: unknown key idenity in web1; did you mean identity"),
                text("two passphrases", "none", "{file: a, env: B}", ":9:27: passphrase has file and env; "),
                text("client with a slash", "web1:", "a/b:", ":3:3: not a client name: a/b; "),
                text("client of two lines", "web1:", "\"a\\nb\":", ":3:3: not a client name: a?b; "),
                text(
                        "host that is an option",
                        "127.0.0.1",
                        "-oProxyCommand=x",
                        ":4:11: not a host name or address: -o"),
                text("unknown group", "user: borgc", "user: borgc\n    group: x", ":6:12: there is no group x; "),
                text("variable", "identity: id", "identity: $HOME/id", ":7:15: a variable in a path: $HOME/id; "),
                text("home of the client", "/etc", "~/docs", ":10:22: a home in a path of the client: ~/docs; "),
                text("NUL", "/etc", "\"a\\0b\"", ":10:22: paths has a NUL in it; "),
                file(
                        "not UTF-8",
                        config -> Files.write(
                                config, GOOD.replace("/etc", "/m\u00fcller").getBytes(StandardCharsets.ISO_8859_1)),
                        ": is not UTF-8; convert it with iconv -t utf-8"),
                file(
                        "huge file",
                        config -> Files.writeString(config, GOOD + "#".repeat(1 << 20)),
                        ": is larger than 1 MiB; "),
                file(
                        "directory",
                        config -> {
                            Files.delete(config);
                            Files.createDirectory(config);
                        },
                        ": is not a file; name a regular file"),
                file(
                        "read by others",
                        config -> Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw----r--")),
                        ": can be read by others; chmod 600 "),
                words(
                        "missing client",
                        78,
                        ": there is no client wbe1; did you mean web1; configured: web1",
                        "run",
                        "wbe1"),
                words("typed client with a slash", 78, ": there is no client ../web1; ", "run", "../web1"),
                words("typed client of two lines", 78, ": there is no client we?b1; ", "run", "we\nb1"),
                words(
                        "typed option of ssh",
                        78,
                        "not a host name or address: -oProxyCommand=x; ",
                        "run",
                        "a@-oProxyCommand=x"),
                words("empty name of the config", 78, "is not a file; ", "run", "web1", "--config", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void cases(Case each) throws IOException {
        Path config = good();
        each.spoiling.spoil(config);
        List<String> words = new ArrayList<>(each.words);
        if (!words.contains("--config")) {
            words.addAll(List.of("--config", config.toString()));
        }

        assertRefused(BrokerProcess.run(words.toArray(String[]::new)), each.code, each.message);
    }

    @Test
    void aConfigOfAnotherUserIsNotUsed() throws IOException {
        Assumptions.assumeTrue(isRoot(), "needs root: a file is given away");
        Path config = good();
        Files.setAttribute(config, "unix:uid", 12345);

        assertRefused(
                run(BrokerProcess.command("run", "web1", "--config", config.toString())), 78, ": belongs to 12345; ");
    }

    @Test
    void aFileThatCannotBeReadIsSaidToBe() throws IOException {
        Path config = good();
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("---------"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> words = new ArrayList<>();
        if (isRoot()) {
            Command.of("chmod", "600", config.toString()).run();
            words.addAll(List.of("setpriv", "--reuid=65534", "--clear-groups"));
            Assumptions.assumeTrue(
                    Command.of(
                                            "setpriv",
                                            "--reuid=65534",
                                            "--clear-groups",
                                            "test",
                                            "-x",
                                            BrokerProcess.binary().toString())
                                    .run()
                                    .exitCode()
                            == 0,
                    "somebody else cannot start the program here");
        }
        words.addAll(List.of(BrokerProcess.binary().toString(), "run", "web1", "--config", config.toString()));

        assertRefused(run(Command.of(words)), 78, ": cannot be read; ls -l ");
    }

    @Test
    void withoutAHomeTheAccountsCounts() throws IOException {
        Path config = Files.writeString(good(), GOOD.replace("identity: id", "identity: ~/id"));
        for (String home : List.of("", "relative")) {
            Result result = run(BrokerProcess.command("config", "show", "--config", config.toString())
                    .env("HOME", home));
            assertThat(result.expectSuccess().stdoutText()).containsPattern("identity: /[^\n]*/id +# ");
        }
    }

    @Test
    void wordsAreUtf8InEveryLocale() throws IOException {
        String[] words = {
            "run", "web1", "--dry-run", "--config", good().toString(), "--", "extract", "::a", "m\u00fcller"
        };
        Result plan = run(BrokerProcess.command(words).env("LC_ALL", "C"));
        assertThat(plan.expectSuccess().stdoutText()).contains(" ::a 'm\u00fcller'\n");

        String script = "exec \"$0\" run web1 --dry-run --config \"$1\" -- list \"$(printf 'm\\374ller')\"";
        Result bytes = run(Command.of("sh", "-c", script, BrokerProcess.binary().toString(), words[4])
                .env("HOME", BrokerProcess.home()));
        assertThat(bytes.expectSuccess().stdoutText()).contains(" list 'm?ller'\n");
    }

    private Path good() throws IOException {
        Path config = Files.writeString(directory.resolve("broker.yaml"), GOOD);
        return Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
    }

    private static Result run(Command command) {
        return command.run();
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void assertRefused(Result result, int code, String message) {
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(code);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr()).contains(message).doesNotContain("\tat ", "Exception");
        assertThat(result.stderr().lines()).allMatch(line -> line.startsWith("broker: "));
    }
}
