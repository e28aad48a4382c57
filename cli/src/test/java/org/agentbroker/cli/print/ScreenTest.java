package org.agentbroker.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.agentbroker.cli.print.Screen.Tone;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final String CLEAR = "\r\u001b[K";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final Screen terminal = Screen.terminal(out, true, () -> 20);
    private final Screen file = Screen.plain(out);

    @Test
    void progressIsReplacedAndTakenAway() {
        terminal.progress("one");
        terminal.progress("two");
        terminal.line(Tone.PLAIN, "a line");
        terminal.progress("");
        terminal.progress("three");
        terminal.progress("");

        assertThat(shown()).isEqualTo("one" + CLEAR + "two" + CLEAR + "a line\nthree" + CLEAR);
    }

    @Test
    void progressIsCutToTheWidth() {
        terminal.progress("0123456789012345678");
        terminal.progress("01234567890123456789");
        assertThat(shown()).isEqualTo("0123456789012345678" + CLEAR + "0123456789012345678");
    }

    @Test
    void progressIsCutAfterItIsEscaped() {
        terminal.progress("\u001b".repeat(10));
        assertThat(shown()).isEqualTo("\\x1b\\x1b\\x1b\\x1b\\x1");
    }

    @Test
    void thereIsNoProgressWithoutATerminal() {
        file.progress("one");
        file.line(Tone.PLAIN, "a line");
        assertThat(shown()).isEqualTo("a line\n");
    }

    @Test
    void coloursStandAroundTheEscapedLine() {
        terminal.line(Tone.WARNING, "a\u001b[0m");
        terminal.line(Tone.PROBLEM, "b\nc");
        assertThat(shown()).isEqualTo("\u001b[33ma\\x1b[0m\u001b[0m\n\u001b[31mb\\x0ac\u001b[0m\n");
    }

    @Test
    void thereAreNoColoursWhereNoneAreWanted() {
        file.line(Tone.PROBLEM, "b");
        assertThat(shown()).isEqualTo("b\n");
    }

    @Test
    void progressIsCutByColumnsAtAnyWidth() {
        for (int width : new int[] {20, 40, 80, 200}) {
            bytes.reset();
            Screen.terminal(out, true, () -> width).progress("日本語/e\u0301".repeat(50));
            assertThat(Columns.of(shown())).isBetween(width - 2, width - 1);
        }
    }

    @Test
    void theJournalIsToldThePriority() {
        Screen journal = Screen.journal(out);
        journal.progress("never");
        for (Tone tone : Tone.values()) {
            journal.line(tone, "a\nb");
        }
        assertThat(shown()).isEqualTo("<7>a\\x0ab\n<6>a\\x0ab\n<4>a\\x0ab\n<4>a\\x0ab\n<3>a\\x0ab\n<3>a\\x0ab\n");
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
