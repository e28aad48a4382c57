package org.agentbroker.broker.borg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    private final List<String> lines = new ArrayList<>();
    private final LineSplitter splitter = new LineSplitter(lines::add);

    @Test
    void splitsWhereverTheChunksEnd() {
        byte[] text = "one\n\nzwei ä€😀\nlast".getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= text.length; cut++) {
            lines.clear();
            LineSplitter each = new LineSplitter(lines::add);
            each.feed(Arrays.copyOfRange(text, 0, cut));
            each.feed(Arrays.copyOfRange(text, cut, text.length));
            each.end();
            assertThat(lines).containsExactly("one", "", "zwei ä€😀", "last");
        }
    }

    @Test
    void aLastLineWithoutNewlineCounts() {
        feed("one\ntwo");
        assertThat(lines).containsExactly("one");

        splitter.end();
        assertThat(lines).containsExactly("one", "two");

        splitter.end();
        assertThat(lines).hasSize(2);
    }

    @Test
    void keepsALineOf64KiBWhole() {
        String longest = "x".repeat(LineSplitter.LONGEST_LINE);
        feed(longest + "\n");
        assertThat(lines).containsExactly(longest);
    }

    @Test
    void cutsALongerLineAndGoesOnWithTheNext() {
        feed("x".repeat(LineSplitter.LONGEST_LINE) + "yz\nnext\n");
        assertThat(lines).containsExactly("x".repeat(LineSplitter.LONGEST_LINE) + "… (cut)", "next");
    }

    @Test
    void aLineOf100MbIsNeverKept() {
        byte[] chunk = new byte[1 << 20];
        Arrays.fill(chunk, (byte) 'x');
        for (int i = 0; i < 100; i++) {
            splitter.feed(chunk);
        }
        assertThat(lines).isEmpty();

        splitter.end();
        assertThat(lines).singleElement().satisfies(line -> assertThat(line).hasSizeLessThan(66_000));
    }

    @Test
    void bytesThatAreNoUtf8AreReplaced() {
        splitter.feed(new byte[] {'a', (byte) 0xff, (byte) 0xc3, '\n'});
        assertThat(lines).containsExactly("a\ufffd\ufffd");
    }

    private void feed(String text) {
        splitter.feed(text.getBytes(StandardCharsets.UTF_8));
    }
}
