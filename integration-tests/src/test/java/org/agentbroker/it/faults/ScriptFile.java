package org.agentbroker.it.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.agentbroker.it.lab.Lab;

/** A program that stands in for borg on one side. */
final class ScriptFile implements AutoCloseable {
    private final Path path;

    /** @param side {@code client} or {@code server} */
    ScriptFile(Lab lab, String side, String... lines) {
        try {
            path = Files.createTempFile(lab.directory().resolve(side), "borg-", "");
            Files.writeString(path, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
