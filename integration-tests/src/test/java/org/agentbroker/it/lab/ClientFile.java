package org.agentbroker.it.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicInteger;

/** Files in the client's home, in a directory of their own that belongs to nobody else's test. */
public final class ClientFile {
    private static final AtomicInteger DIRECTORIES = new AtomicInteger();

    private ClientFile() {}

    /** A directory in which the client may write. */
    public static Path directory(Lab lab) {
        try {
            Path directory = Files.createDirectory(lab.clientHome().resolve("test-" + DIRECTORIES.incrementAndGet()));
            if (lab.hasSeparateAccounts()) {
                Command.of("chown", lab.clientUser(), directory.toString())
                        .run()
                        .expectSuccess();
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A program that the client can run, in a new directory. */
    public static Path script(Lab lab, String name, String text) {
        try {
            Path file = Files.writeString(directory(lab).resolve(name), text);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
