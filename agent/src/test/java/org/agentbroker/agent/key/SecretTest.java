package org.agentbroker.agent.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretTest {
    @ParameterizedTest
    @CsvSource(
            value = {
                "word|word",
                "word\\n|word",
                "word\\r\\n|word",
                "word\\n\\n|word\\n",
                "word\\n\\r\\n|word\\n",
                "word\\r|word\\r",
                " word \\n| word ",
                "\\n|''",
                "\\r\\n|''",
                "''|''"
            },
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false)
    void dropsOneNewlineAtTheEndOfText(String text, String expected) {
        byte[] bytes = bytes(unescaped(text));
        try (Secret secret = Secret.ofText(bytes)) {
            assertThat(contents(secret)).isEqualTo(unescaped(expected));
            assertThat(bytes).isEqualTo(new byte[bytes.length]);
        }
    }

    @Test
    void takesOwnedBytesAsTheyAre() {
        assertThat(contents(Secret.owning(bytes("word\n")))).isEqualTo("word\n");
    }

    @Test
    void isZeroAfterItsClose() {
        byte[] bytes = bytes("word");
        Secret secret = Secret.owning(bytes);

        secret.close();
        secret.close();

        assertThat(bytes).isEqualTo(new byte[4]);
        assertThatThrownBy(() -> secret.lend(b -> b)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(secret::isEmpty).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(secret::isOneLine).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> secret.writeLine(OutputStream.nullOutputStream()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void writesOneLineInOneCall() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Secret.owning(bytes("word")).writeLine(out);
        assertThat(out.toByteArray()).isEqualTo(bytes("word\n"));
    }

    @Test
    void wipesTheLineEvenWhenItCannotBeWritten() {
        List<byte[]> written = new ArrayList<>();
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("one call, not one for each byte");
            }

            @Override
            public void write(byte[] bytes) throws IOException {
                written.add(bytes);
                throw new IOException("gone");
            }
        };

        assertThatThrownBy(() -> Secret.owning(bytes("word")).writeLine(broken)).hasMessage("gone");
        assertThat(written).containsExactly(new byte[5]);
    }

    @Test
    void knowsWhetherItFitsInOneLine() {
        assertThat(Secret.owning(bytes("a word")).isOneLine()).isTrue();
        assertThat(Secret.owning(bytes("a\nword")).isOneLine()).isFalse();
        assertThat(Secret.owning(bytes("a\0word")).isOneLine()).isFalse();
    }

    @Test
    void knowsWhetherItIsEmpty() {
        assertThat(Secret.owning(new byte[0]).isEmpty()).isTrue();
        assertThat(Secret.owning(bytes(" ")).isEmpty()).isFalse();
    }

    @Test
    void hidesItselfInText() {
        assertThat(Secret.owning(bytes("word"))).hasToString("Secret[hidden]");
    }

    private static String contents(Secret secret) {
        return secret.lend(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n").replace("\\r", "\r");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
