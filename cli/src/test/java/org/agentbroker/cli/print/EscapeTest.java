package org.agentbroker.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscapeTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "plain text", "a\tb", "äöü € 漢字 😀", "a\\b 'c' \"d\"", "\u00a0"})
    void textStaysAsItIs(String text) {
        assertThat(Escape.line(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0000, \\x00",
        "0007, \\x07",
        "000a, \\x0a",
        "000d, \\x0d",
        "001b, \\x1b",
        "007f, \\x7f",
        "0080, \\x80",
        "009b, \\x9b",
        "00ad, \\xad",
        "200e, \\u200e",
        "202e, \\u202e",
        "2028, \\u2028",
        "2029, \\u2029",
        "2066, \\u2066",
        "feff, \\ufeff",
        "d800, \\ud800",
        "e0041, \\ue0041",
    })
    void whatMovesTheCursorOrTurnsTextAroundIsShown(String codePoint, String shown) {
        String text = "a" + Character.toString(Integer.parseInt(codePoint, 16)) + "b";
        assertThat(Escape.line(text)).isEqualTo("a" + shown + "b");
    }

    @Test
    void noControlCharacterIsLeft() {
        for (int c = 0; c <= 0xffff; c++) {
            String safe = Escape.line(String.valueOf((char) c));
            assertThat(safe.chars().filter(Character::isISOControl).filter(control -> control != '\t'))
                    .isEmpty();
        }
    }
}
