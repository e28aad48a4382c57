package org.agentbroker.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The command line that starts a program with exactly the words that were typed. In a locale such as {@code C} the JVM
 * reads each byte that is not ASCII as the same replacement, so words with such bytes come from the kernel.
 */
final class CommandWords {
    private CommandWords() {}

    /**
     * @param words as the JVM has them; they are the last ones of this process's command line
     * @return them, or a shell that replaces itself by the program
     */
    static List<String> toStart(List<String> words) {
        return toStart(words, KernelWords.COMMAND_LINE);
    }

    static List<String> toStart(List<String> words, Path commandLine) {
        if (words.stream().allMatch(word -> word.chars().allMatch(c -> c < 0x80))) {
            return words;
        }
        try {
            StringBuilder script = new StringBuilder("exec");
            for (byte[] word : KernelWords.last(words.size(), commandLine)) {
                script.append(' ').append(ShellWord.of(word));
            }
            return List.of("/bin/sh", "-c", script.toString());
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return words; // right in every locale that has them
        }
    }
}
