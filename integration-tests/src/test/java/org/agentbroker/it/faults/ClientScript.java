package org.agentbroker.it.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;

/** A program on the client that stands in for its borg: the client is hostile. */
final class ClientScript implements AutoCloseable {
    private final Path file;

    ClientScript(Lab lab, String... lines) {
        try {
            file = Files.createTempFile(lab.directory().resolve("client"), "borg-", "");
            Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ConfigText in(ConfigText config) {
        return config.client("borg", file.toString());
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
