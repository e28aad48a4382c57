package org.agentbroker.cli.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The words of this process as the kernel has them. In a locale such as {@code C}, that of many timers, the JVM reads
 * each byte that is not ASCII as the same replacement.
 */
public final class KernelWords {
    static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final char REPLACEMENT = '\uFFFD';
    private static final int LOW_SURROGATES = 0xDC00;

    private KernelWords() {}

    /**
     * Words in UTF-8 where the JVM could not read them. A byte that is no UTF-8 becomes a lone surrogate, which no path and
     * no argument can be made of.
     */
    public static String[] read(String[] words) {
        return read(words, COMMAND_LINE);
    }

    static String[] read(String[] words, Path commandLine) {
        if (Arrays.stream(words).noneMatch(word -> word.indexOf(REPLACEMENT) >= 0)) {
            return words;
        }
        try {
            return last(words.length, commandLine).stream()
                    .map(KernelWords::text)
                    .toArray(String[]::new);
        } catch (IOException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return words;
        }
    }

    /** The last words of a command line, each without its NUL. */
    static List<byte[]> last(int number, Path commandLine) throws IOException {
        List<byte[]> all = split(Files.readAllBytes(commandLine));
        return all.subList(all.size() - number, all.size());
    }

    private static String text(byte[] word) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(word))
                    .toString();
        } catch (CharacterCodingException e) {
            StringBuilder text = new StringBuilder();
            for (byte b : word) {
                text.append((char) (b < 0 ? LOW_SURROGATES + (b & 0xff) : b));
            }
            return text.toString();
        }
    }

    private static List<byte[]> split(byte[] commandLine) {
        List<byte[]> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < commandLine.length; i++) {
            if (commandLine[i] == 0) {
                words.add(Arrays.copyOfRange(commandLine, start, i));
                start = i + 1;
            }
        }
        return words;
    }
}
