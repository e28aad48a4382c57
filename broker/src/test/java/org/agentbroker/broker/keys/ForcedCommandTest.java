package org.agentbroker.broker.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.fixture.Programs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a login shell makes of it; that sshd hands it over unharmed is shown with a real one. */
class ForcedCommandTest {
    private static final List<String> NASTY = List.of(
            "/plain/path",
            "two words",
            "",
            "quo\"te",
            "it's",
            "\\",
            "end\\",
            "\\\"",
            "$HOME `id` $(id)",
            "!! !x",
            "*?[a]{b,c}",
            "~",
            "~root",
            "#x",
            "a=b",
            "-x=y",
            ";|&<>()",
            "^a^b",
            "caf\u00e9 \u96ea");

    @Test
    void isReadable() throws UnusableInput {
        ForcedCommand command = ForcedCommand.of(
                List.of("borg", "serve", "--append-only", "--restrict-to-repository", "/srv/web1/repo"));
        assertThat(command.text()).isEqualTo("borg serve --append-only --restrict-to-repository /srv/web1/repo");
        assertThat(command.asOption())
                .isEqualTo("command=\"borg serve --append-only --restrict-to-repository /srv/web1/repo\"");
    }

    static Stream<String> shells() {
        return Stream.of("sh", "dash", "bash", "zsh", "fish", "tcsh", "mksh", "ksh");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void keepsEachWordInAnyShell(String shell) throws Exception {
        String path = Programs.require(shell);
        String printf = Programs.require("printf");
        Stream<String> words = Stream.concat(Stream.of(printf, "<%s>\\n"), NASTY.stream());
        String text = ForcedCommand.of(words.toList()).text();
        assertThat(Programs.output(List.of(path, "-c", text), "").lines())
                .containsExactlyElementsOf(
                        NASTY.stream().map(word -> "<" + word + ">").toList());
    }

    /** OpenSSH misc.c, opt_dequote, is what reads it. */
    @Test
    void keepsEachWordInTheFile() throws UnusableInput {
        for (String word : NASTY) {
            ForcedCommand command = ForcedCommand.of(List.of("borg", word));
            assertThat(dequoted(command.asOption() + ",pty")).as(word).isEqualTo(command.text());
        }
    }

    private static String dequoted(String option) {
        String value = option.substring("command=\"".length());
        StringBuilder text = new StringBuilder();
        int i = 0;
        for (; value.charAt(i) != '"'; i++) {
            if (value.startsWith("\\\"", i)) {
                i++;
            }
            text.append(value.charAt(i));
        }
        assertThat(value.substring(i)).isEqualTo("\",pty");
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "a\0b", "a\tb", "\u001b[0m", "\u007f"})
    void hasNoControlCharacters(String word) {
        assertThatThrownBy(() -> ForcedCommand.of(List.of("borg", word)))
                .isInstanceOf(UnusableInput.class)
                .hasMessageStartingWith("a control character in the command for the server: borg '")
                .message()
                .doesNotContain(word);
    }

    @Test
    void isNotTooLong() throws UnusableInput {
        assertThat(ForcedCommand.of(List.of("x".repeat(8192))).text()).hasSize(8192);
        assertThatThrownBy(() -> ForcedCommand.of(List.of("x".repeat(8193))))
                .isInstanceOf(UnusableInput.class)
                .hasMessage("the command for the server is longer than 8192 bytes");
    }
}
