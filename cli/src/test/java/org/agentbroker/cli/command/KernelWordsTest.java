package org.agentbroker.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was typed in UTF-8 is read so, whatever the locale; what is no text does not pass for one. */
class KernelWordsTest {
    @TempDir
    Path directory;

    private Path commandLine(String latin1) throws IOException {
        return Files.write(directory.resolve("cmdline"), latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void replacementsAreReadAgain() throws IOException {
        Path commandLine = commandLine("java\0-jar\0run\0caf\303\251\0m\374ller\0");
        String[] words = {"run", "caf\ufffd\ufffd", "m\ufffdller"};

        assertThat(KernelWords.read(words, commandLine)).containsExactly("run", "café", "m\udcfcller");
    }

    @Test
    void otherWordsStayAsTheyAre() {
        String[] words = {"run", "café"};
        assertThat(KernelWords.read(words, directory.resolve("nothing"))).isSameAs(words);
    }

    @Test
    void withoutTheKernelsWordsTheJvmsAreTaken() throws IOException {
        String[] words = {"a", "\ufffd"};
        assertThat(KernelWords.read(words, directory.resolve("nothing"))).isSameAs(words);
        assertThat(KernelWords.read(words, commandLine("java\0"))).isSameAs(words);
    }
}
