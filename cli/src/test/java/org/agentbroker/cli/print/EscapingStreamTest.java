package org.agentbroker.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EscapingStreamTest {
    @Test
    void textTabsAndNewlinesPass() throws IOException {
        assertThat(shown("a\tb\näöü € 😀 \u00a0\n")).isEqualTo("a\tb\näöü € 😀 \u00a0\n");
    }

    @Test
    void controlsAreShown() throws IOException {
        assertThat(shown("a\u001b[31m\r\b\u0007\u007f\0")).isEqualTo("a\\x1b[31m\\x0d\\x08\\x07\\x7f\\x00");
    }

    @Test
    void controlsWithinUtf8AreShown() throws IOException {
        assertThat(shown("a\u0080\u009b31m\u009f")).isEqualTo("a\\xc2\\x80\\xc2\\x9b31m\\xc2\\x9f");
    }

    /** A terminal that knows no UTF-8 takes 0x9b for the beginning of a command. */
    @Test
    void bytesThatContinueNothingAreShown() throws IOException {
        assertThat(shown(new byte[] {(byte) 0x9b, '3', '1', 'm'})).isEqualTo("\\x9b31m");
        assertThat(shown(new byte[] {(byte) 0xc3, (byte) 0xa4, (byte) 0x9b})).isEqualTo("ä\\x9b");
        assertThat(shown(new byte[] {(byte) 0xff, (byte) 0xc0, (byte) 0x9b})).isEqualTo("\\xff\\xc0\\x9b");
        assertThat(shown(new byte[] {(byte) 0xc2, (byte) 0xc2, (byte) 0x9b})).endsWith("\\xc2\\x9b");
        assertThat(shown(new byte[] {(byte) 0xc2, 27})).endsWith("\\x1b");
    }

    @Test
    void theResultIsTheSameWhereverTheChunksEnd() throws IOException {
        byte[] bytes = "ä\u009b€\u001b😀\u00a0\u0085x".getBytes(StandardCharsets.UTF_8);
        String whole = shown(bytes);
        for (int cut = 0; cut <= bytes.length; cut++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            EscapingStream stream = new EscapingStream(out);
            stream.write(Arrays.copyOfRange(bytes, 0, cut));
            stream.flush();
            stream.write(bytes, cut, bytes.length - cut);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(whole);
        }
    }

    private static String shown(String text) throws IOException {
        return shown(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String shown(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (EscapingStream stream = new EscapingStream(out)) {
            stream.write(bytes);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
