package org.agentbroker.it.transcripts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Commands and what they print, as they look in a terminal. A line that starts with {@code $} is typed; {@code …} stands
 * for anything in a line, and alone for any lines; {@code (exit N)} ends what a command printed that did not end with 0.
 * Lines that start with {@code #} before the first command are for readers.
 */
final class Transcript {
    /** @param expected with {@code …} in it, and with its exit code; each line with its newline */
    record Step(String command, String expected) {

        boolean fits(String actual) {
            String pattern = expected.lines()
                    .map(line -> line.equals("…") ? "(?:.*\n)*?" : literal(line) + "\n")
                    .collect(Collectors.joining());
            return Pattern.matches(pattern, actual);
        }

        private static String literal(String line) {
            return List.of(line.split("…", -1)).stream().map(Pattern::quote).collect(Collectors.joining(".*?"));
        }
    }

    private final List<String> head = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    static Transcript read(Path file) throws IOException {
        Transcript transcript = new Transcript();
        String command = null;
        StringBuilder expected = new StringBuilder();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("$ ")) {
                transcript.add(command, expected);
                command = line.substring(2);
                expected = new StringBuilder();
            } else if (command == null) {
                transcript.head.add(line);
            } else {
                expected.append(line).append('\n');
            }
        }
        transcript.add(command, expected);
        return transcript;
    }

    private void add(String command, StringBuilder expected) {
        if (command != null) {
            String text = expected.toString().stripTrailing();
            steps.add(new Step(command, text.isEmpty() ? "" : text + "\n"));
        }
    }

    List<Step> steps() {
        return steps;
    }

    /** The same with what was printed now. */
    String with(List<String> actual) {
        StringBuilder text = new StringBuilder();
        head.forEach(line -> text.append(line).append('\n'));
        for (int i = 0; i < actual.size(); i++) {
            text.append("$ ")
                    .append(steps.get(i).command())
                    .append('\n')
                    .append(actual.get(i))
                    .append('\n');
        }
        return text.toString();
    }
}
