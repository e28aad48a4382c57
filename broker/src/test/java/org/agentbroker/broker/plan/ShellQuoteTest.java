package org.agentbroker.broker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.agentbroker.broker.fixture.Programs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Quoted words come through the shells of this machine as they were. */
class ShellQuoteTest {
    private static final List<String> NASTY = List.of(
            "",
            " ",
            " a  b ",
            "\t",
            "it's",
            "''",
            "'",
            "\"",
            "a\"b'c",
            "\\",
            "a\\b",
            "ends\\",
            "\\'",
            "!",
            "a!b!!c",
            "$HOME ${x} $(id)",
            "`id`",
            "{a,b}",
            "~ ~root",
            "* ? [a-z]",
            "#c ^d %1",
            "-e a;b|c&d>e<f(g)",
            "äöü € 😀",
            "\u0001\u001b[31m\u007f");

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash", "zsh", "fish", "tcsh", "busybox", "mksh", "ksh"})
    void everyLoginShellSeesTheWordsOfAnyShell(String shell) throws Exception {
        String quoted = NASTY.stream().map(ShellQuote::anyShell).collect(Collectors.joining(" "));
        assertThat(printed(shell, quoted)).isEqualTo(NASTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash", "zsh", "busybox", "mksh", "ksh"})
    void everyPosixShellSeesTheWordsOfPosix(String shell) throws Exception {
        assertThat(printed(shell, ShellQuote.posix(NASTY))).isEqualTo(NASTY);
    }

    @Test
    void quotesEvenWhatNeedsNoQuotes() {
        assertThat(ShellQuote.posix(List.of("a", "it's"))).isEqualTo("'a' 'it'\\''s'");
        assertThat(ShellQuote.anyShell("a\\b!c'd")).isEqualTo("'a'\\\\'b'\\!'c'\\''d'");
    }

    private List<String> printed(String shell, String quoted) throws Exception {
        List<String> command = new ArrayList<>(List.of("/usr/bin/env", "HOME=" + home, Programs.require(shell)));
        if (shell.equals("busybox")) {
            command.add("sh");
        }
        // not the shell's own printf: tcsh has none
        command.addAll(List.of("-c", "/usr/bin/printf '%s\\n' " + quoted));
        String output = Programs.output(command, "");
        assertThat(output).endsWith("\n");
        return List.of(output.substring(0, output.length() - 1).split("\n", -1));
    }
}
