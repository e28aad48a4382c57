package org.agentbroker.cli.config;

import static org.agentbroker.cli.config.ConfigDirectory.client;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class YamlFileTest {
    private static final String LOOK = "; look at the indentation, quotes and brackets there";

    @TempDir
    Path root;

    private ConfigDirectory directory;

    @BeforeEach
    void directory() throws Exception {
        directory = new ConfigDirectory(root);
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
                Arguments.of("", "broker.yaml: is empty; share/broker.example.yaml shows one"),
                Arguments.of("# nothing\n", "broker.yaml: is empty; share/broker.example.yaml shows one"),
                Arguments.of(
                        "[server]", "broker.yaml:1:1: no keys and values; begin with server:, defaults: and clients:"),
                Arguments.of("server:\n\tuser: a\n", "broker.yaml:2:1: a tab where only blanks may stand" + LOOK),
                Arguments.of(
                        "server: {user: a\nclients: x",
                        "broker.yaml:2:8: not YAML: expected ',' or '}', but got :" + LOOK),
                Arguments.of(
                        "server: @x",
                        "broker.yaml:1:9: not YAML: found character '@' that cannot start any token" + LOOK),
                Arguments.of("server: *x", "broker.yaml:1:9: not YAML: found undefined alias x" + LOOK),
                Arguments.of(
                        "server: {}\n---\nclients: {}", "broker.yaml:2:1: a second document; keep one, without ---"),
                Arguments.of(
                        "server: " + "[".repeat(100_000),
                        "broker.yaml:1:28: deeper than 20 levels; look for brackets that are not closed"),
                Arguments.of(
                        "server: \u0001",
                        "broker.yaml: has a control character; look for it with grep -nP '[\\x00-\\x08\\x0b-\\x1f]'"),
                Arguments.of("%YAML 3.0\n---\na: 1", "broker.yaml: is not YAML 1.2; remove the line with %YAML"),
                Arguments.of(
                        "a: \"\\UFFFFFFFF\"",
                        "broker.yaml: is not usable YAML: For input string: ?FFFFFFFF? under radix 16; "
                                + "write it without aliases and escapes"),
                Arguments.of(
                        bomb(),
                        "broker.yaml: is not usable YAML: Number of aliases for non-scalar nodes exceeds the specified "
                                + "max=50; write it without aliases and escapes"));
    }

    private static String bomb() {
        StringBuilder text = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 20; i++) {
            String alias = "*a" + (i - 1);
            text.append("a" + i + ": &a" + i + " [" + (alias + ", ").repeat(9) + alias + "]\n");
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource
    void unusable(String text, String problem) throws Exception {
        assertThat(directory.problems(text)).containsExactly(problem.replace("?FFFFFFFF?", "\"FFFFFFFF\""));
    }

    @Test
    void bytes_that_are_not_utf8() throws Exception {
        Path file = directory.write("broker.yaml", "");
        Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xe4});
        assertThat(directory.problems(directory::load))
                .containsExactly("broker.yaml: is not UTF-8; convert it with iconv -t utf-8");
    }

    @Test
    void a_byte_order_mark_does_not_count() throws Exception {
        assertThat(directory.load("\uFEFF" + client()).clientNames()).containsExactly("web1");
    }

    @Test
    void something_that_contains_itself() throws Exception {
        assertThat(directory.problems("server: &a\n  user: *a\n  *a : 1\n"))
                .contains(
                        "broker.yaml:1:9: user must be text, not a mapping; put it in quotes if it has braces",
                        "broker.yaml:1:9: a key of server is not a word; write it as in key: value");
    }

    @Test
    void escapes_do_not_reach_the_terminal() throws Exception {
        assertThat(directory.problems(client("\"\\e[31mred\": 1")).get(0))
                .startsWith("broker.yaml:11:5: unknown key ?[31mred in web1; known here: group, identity-passphrase, ");
    }
}
