package org.agentbroker.it.lab;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where this project's own files are: tests run in their module's directory, in an IDE often in the root. */
public final class Repository {
    private Repository() {}

    public static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("integration-tests/lab/lab"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new AssertionError("integration-tests/lab/lab is in no directory above the current one");
            }
        }
        return directory;
    }
}
