package org.agentbroker.it.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What a README shows of a class here. */
final class Example {
    private static final Path DIRECTORY = Path.of("src/test/java/org/agentbroker/it/examples");

    private Example() {}

    static String in(String name) throws IOException {
        List<String> lines = Files.readAllLines(DIRECTORY.resolve(name + ".java"));
        return lines.subList(lines.indexOf("        // README {") + 1, lines.indexOf("        // }")).stream()
                .map(line -> line.substring(8))
                .collect(Collectors.joining("\n"));
    }
}
