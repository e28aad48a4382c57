package org.agentbroker.broker.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.agentbroker.broker.doctor.Finding.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountLineTest {
    private static final String KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIExample";
    private static final String OTHER = "AAAAC3NzaC1lZDI1NTE5AAAAIAnother";

    private static AccountLine line(String options) {
        return AccountLine.of(KEY, options + "ssh-ed25519 " + KEY + " web1\n").orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|FAILED",
                "`restrict `|FAILED",
                "`restrict,command=\"borg serve --append-only --restrict-to-repository /r\" `|OK",
                "`command=\"borg serve --append-only --restrict-to-repository /r\",restrict `|OK",
                "`RESTRICT,COMMAND=\"/usr/bin/borg serve --restrict-to-path '/a b'\" `|OK",
                "`restrict,command=\"cd /r && borg1 --info serve --restrict-to-repo /r\" `|OK",
                "`no-pty,no-agent-forwarding,no-port-forwarding,command=\"borg serve --restrict-to-path /r\" `|OK",
                "`command=\"borg serve --restrict-to-path /r\" `|WARNING",
                "`restrict,command=\"borg serve --append-only\" `|FAILED",
                "`restrict,command=\"/usr/local/bin/wrapper\" `|WARNING",
                "`restrict,environment=\"A=command=borg serve\" `|FAILED",
            })
    void verdict(String options, Result expected) {
        assertThat(line(options).verdict("F").result()).isEqualTo(expected);
        assertThat(line(options).verdict("F").detail()).startsWith("line 1 of F");
    }

    @Test
    void appendOnly() {
        assertThat(line("command=\"borg serve --append-only --restrict-to-path /r\" ")
                        .appendOnly("F")
                        .result())
                .isEqualTo(Result.OK);
        assertThat(line("command=\"borg serve --restrict-to-path /r\" ")
                        .appendOnly("F")
                        .result())
                .isEqualTo(Result.NOT_REFUSED);
        assertThat(line("").appendOnly("F").result()).isEqualTo(Result.NOT_REFUSED);
        assertThat(line("command=\"wrapper\" ").appendOnly("F").result()).isEqualTo(Result.SKIPPED);
    }

    @Test
    void quotesWithinTheCommandAreTakenApart() {
        Optional<String> command = line("restrict,command=\"borg serve --restrict-to-path \\\"/a, b\\\"\",no-pty ")
                .command();

        assertThat(command).contains("borg serve --restrict-to-path \"/a, b\"");
        assertThat(line("restrict,command=\"x \\\" y\",no-pty ").options()).contains("restrict", "command", "no-pty");
    }

    @Test
    void theFirstLineWithTheKeyCounts() {
        String file = "# " + KEY + "\n\nssh-ed25519 " + OTHER + " " + KEY + "\n  restrict ssh-ed25519 " + KEY
                + "\nssh-ed25519 " + KEY;

        assertThat(AccountLine.of(KEY, file).orElseThrow().number()).isEqualTo(4);
        assertThat(AccountLine.of(KEY, file).orElseThrow().isNarrow()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "ssh-ed25519", "\"", "command=\"", "restrict,", "\\\"", "a b c d"})
    void oddFilesHoldNoLine(String contents) {
        assertThat(AccountLine.of(KEY, contents)).isEmpty();
    }
}
