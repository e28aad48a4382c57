package org.agentbroker.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program gets the bytes that were typed, whatever the JVM made of them. */
class CommandWordsTest {
    @TempDir
    Path directory;

    @Test
    void plainWordsStartThemselves() throws IOException {
        List<String> words = List.of("ls", "-l", "it's", "");
        assertThat(CommandWords.toStart(words, directory.resolve("nothing"))).isEqualTo(words);
    }

    @Test
    void otherBytesComeFromTheKernel() throws Exception {
        byte[] typed = "printf\0%s|\0caf\303\251 it's\0\377\0\0".getBytes(StandardCharsets.ISO_8859_1);
        byte[] before = "java\0-jar\0x.jar\0agent\0--\0".getBytes(StandardCharsets.ISO_8859_1);
        Path commandLine = directory.resolve("cmdline");
        Files.write(commandLine, before);
        Files.write(commandLine, typed, StandardOpenOption.APPEND);

        List<String> start =
                CommandWords.toStart(List.of("printf", "%s|", "caf\ufffd\ufffd it's", "\ufffd", ""), commandLine);

        assertThat(start.get(2))
                .isEqualTo(
                        "exec 'printf' '%s|' 'caf'\"$(printf '\\303\\251')\"' it'\\''s' ''\"$(printf '\\377')\"'' ''");
        byte[] out = new ProcessBuilder(start).start().getInputStream().readAllBytes();
        assertThat(out).isEqualTo("caf\303\251 it's|\377||".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void withoutTheKernelsWordsTheJvmsAreTaken() {
        List<String> words = List.of("ls", "ü");
        assertThat(CommandWords.toStart(words, directory.resolve("nothing"))).isEqualTo(words);
    }
}
