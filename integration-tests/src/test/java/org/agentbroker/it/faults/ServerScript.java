package org.agentbroker.it.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;

/** A program at the server that stands in for its borg. */
final class ServerScript implements AutoCloseable {
    private final Path file;

    ServerScript(Lab lab, String... lines) {
        try {
            file = Files.createTempFile(lab.directory().resolve("server"), "borg-", "");
            Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ConfigText in(ConfigText config) {
        return config.server("borg", file.toString());
    }

    Path file() {
        return file;
    }

    @Override
    public void close() {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
