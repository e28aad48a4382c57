package org.agentbroker.broker.returnpath;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServeCommandTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "borg serve",
                "borg serve --umask=077",
                "/usr/local/bin/borg1.4 serve --append-only",
                "borg-1.2 --debug serve --umask=077"
            })
    void whatBorgAsksFor(String text) {
        assertThat(new ServeCommand(text).isUsual()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "sh", "borg", "serve borg", "sh -c 'borg serve'", "borg list", "borg\nserve"})
    void whatItDoesNot(String text) {
        assertThat(new ServeCommand(text).isUsual()).isFalse();
    }

    @Test
    void controlCharactersAreEscapedAndLongTextIsCut() {
        assertThat(new ServeCommand("a\u001b]0;x\u0007\u202e\n\u00e9").printable())
                .isEqualTo("a\\u001b]0;x\\u0007\\u202e\\u000a\\u00e9");
        assertThat(new ServeCommand("\n".repeat(100_000)).printable()).hasSize(200);
        assertThat(new ServeCommand("x".repeat(100_000) + " borg serve").isUsual())
                .isFalse();
    }
}
