package org.agentbroker.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.agentbroker.cli.print.Screen;
import org.agentbroker.cli.print.TextReporter;
import org.agentbroker.cli.print.Verbosity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class AskpassTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource({
        "exit 0, true",
        "echo; exit 0, true",
        "echo yes, true",
        "echo YES, true",
        "'printf yes\\\\r\\\\n', true",
        "echo no, false",
        "echo yesss, false",
        "exit 1, false",
        "echo yes; exit 1, false",
        "kill -9 $$, false"
    })
    void agreesAsOpenSshTakesIt(String script, boolean expected) throws IOException {
        assertThat(ask(script, Map.of("SSH_ASKPASS_REQUIRE", "force"))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', '', false",
        "':0', '', '', true",
        "'', wayland-0, '', true",
        "'', '', force, true",
        "'', '', FORCE, true",
        "'', '', prefer, false",
        "':0', '', never, false"
    })
    void asksWhereThereIsADisplayOrForce(String display, String wayland, String require, boolean expected)
            throws IOException {
        boolean allowed =
                ask("exit 0", Map.of("DISPLAY", display, "WAYLAND_DISPLAY", wayland, "SSH_ASKPASS_REQUIRE", require));

        assertThat(allowed).isEqualTo(expected);
        assertThat(said.toString().contains("there is no display to ask at")).isNotEqualTo(expected);
    }

    @Test
    void givesTheQuestionAndSaysThatItIsOne() throws IOException {
        Path seen = directory.resolve("seen");

        ask("printf '%s\\n' \"$1\" \"$SSH_ASKPASS_PROMPT\" >" + seen, Map.of("SSH_ASKPASS_REQUIRE", "force"));

        assertThat(seen).hasContent("""
                Allow use of key a\\x1b[31mkey?
                Key fingerprint SHA256:x.
                For a login as borg.
                confirm
                """);
    }

    @Test
    void saysThatTheProgramIsNotThere() {
        Map<String, String> environment = Map.of("SSH_ASKPASS", "/no/such/program", "SSH_ASKPASS_REQUIRE", "force");
        try (Askpass askpass = askpass(environment)) {
            assertThat(askpass.allows("key", "SHA256:x", null)).isFalse();
        }
        assertThat(said.toString())
                .isEqualTo("broker: warning: nobody can be asked: /no/such/program did not start; hint: check"
                        + " SSH_ASKPASS\n");
    }

    @Test
    void endsTheQuestionWithTheAgent() throws Exception {
        Path asked = directory.resolve("asked");
        Map<String, String> environment = new HashMap<>(Map.of("SSH_ASKPASS_REQUIRE", "force"));
        environment.put("SSH_ASKPASS", script("touch " + asked + "; exec sleep 600"));
        Askpass askpass = askpass(environment);
        CompletableFuture<Boolean> answer =
                CompletableFuture.supplyAsync(() -> askpass.allows("key", "SHA256:x", null));
        while (!Files.exists(asked)) {
            Thread.onSpinWait(); // the test's own time limit ends it
        }

        askpass.close();

        assertThat(answer.get()).isFalse();
    }

    private boolean ask(String script, Map<String, String> more) throws IOException {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("SSH_ASKPASS", script(script));
        try (Askpass askpass = askpass(environment)) {
            return askpass.allows("a\u001b[31mkey", "SHA256:x", "borg");
        }
    }

    private Askpass askpass(Map<String, String> environment) {
        Screen screen = Screen.plain(new PrintStream(said, true));
        return new Askpass(environment, new TextReporter(screen, Verbosity.NORMAL));
    }

    private String script(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("askpass"), "#!/bin/sh\n" + text + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"))
                .toString();
    }
}
