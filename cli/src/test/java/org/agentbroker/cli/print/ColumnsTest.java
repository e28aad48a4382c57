package org.agentbroker.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColumnsTest {
    @Test
    void wideAndCombiningCharactersCountAsTheyAreShown() {
        assertThat(Columns.of("abc")).isEqualTo(3);
        assertThat(Columns.of("日本")).isEqualTo(4);
        assertThat(Columns.of("e\u0301")).isEqualTo(1);
        assertThat(Columns.of("…é")).isEqualTo(2);
    }

    @Test
    void noCharacterIsCutInTwo() {
        assertThat(Columns.cut("日本", 3)).isEqualTo("日");
        assertThat(Columns.cut("e\u0301x", 1)).isEqualTo("e\u0301");
        assertThat(Columns.cut("😀😀", 3)).isEqualTo("😀");
    }

    @Test
    void ofAPathBothEndsStay() {
        assertThat(Columns.middle("etc/hosts", 9)).isEqualTo("etc/hosts");
        assertThat(Columns.middle("home/user/documents/letter.txt", 15)).isEqualTo("home/us…ter.txt");
        assertThat(Columns.middle("日本語日本語日本語", 8)).isEqualTo("日…本語");
        assertThat(Columns.middle("abc", 1)).isEqualTo("…");
        assertThat(Columns.middle("abc", 0)).isEmpty();
    }

    @Test
    void paddingFillsColumns() {
        assertThat(Columns.pad("日", 4, false)).isEqualTo("日  ");
        assertThat(Columns.pad("12", 4, true)).isEqualTo("  12");
    }
}
