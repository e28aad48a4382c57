package org.agentbroker.cli.config;

import static org.agentbroker.cli.config.ConfigDirectory.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.secret.SecretSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PassphrasesTest {
    @TempDir
    Path root;

    static Stream<Arguments> sources() {
        return Stream.of(
                Arguments.of("none", "none", new SecretSource.None()),
                Arguments.of("{prompt: true}", "prompt", new SecretSource.FromPrompt()),
                Arguments.of("{file: /a b}", "file:/a b", new SecretSource.FromFile(Path.of("/a b"))),
                Arguments.of("{env: A}", "env:A", new SecretSource.FromEnvironment("A")),
                Arguments.of("{credential: web1.pass}", "credential:web1.pass", credential("web1.pass")),
                Arguments.of(
                        "{command: [pass, show, a:b]}",
                        "command: pass  show a:b",
                        new SecretSource.FromCommand(List.of("pass", "show", "a:b"))));
    }

    private static SecretSource credential(String name) {
        return new SecretSource.FromCredential(name);
    }

    @ParameterizedTest
    @MethodSource
    void sources(String yaml, String option, SecretSource source) throws Exception {
        ConfigDirectory directory = new ConfigDirectory(root);
        assertThat(directory.load(client("passphrase: " + yaml)).pull("web1").passphrase())
                .isEqualTo(source);
        assertThat(Passphrases.of(option, new Source("--passphrase-from", root, root)))
                .isEqualTo(source);
    }

    @Test
    void exactlyOne() throws Exception {
        ConfigDirectory directory = new ConfigDirectory(root);
        List<String> all = List.of("file: a", "credential: b", "command: [c]", "env: D", "prompt: true");
        for (String first : all) {
            for (String second : all) {
                if (!first.equals(second)) {
                    assertThat(directory.problems(client("passphrase: {" + first + ", " + second + "}")))
                            .singleElement()
                            .asString()
                            .startsWith("broker.yaml:10:")
                            .contains(": passphrase has ")
                            .endsWith("; keep one of them");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "file:", "file", "none:", "prompt:x", "fiel:hunter2", "command: "})
    void an_option_that_may_be_the_passphrase_is_not_repeated(String text) {
        UnusableInput unusable = catchThrowableOfType(
                UnusableInput.class, () -> Passphrases.of(text, new Source("--passphrase-from", root, root)));

        assertThat(unusable.what()).isEqualTo("not a source of a passphrase");
        assertThat(unusable.hint())
                .isEqualTo("write file:PATH, credential:NAME, command:COMMAND, env:NAME, prompt or none");
    }
}
