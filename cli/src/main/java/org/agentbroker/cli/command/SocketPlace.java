package org.agentbroker.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.agentbroker.agent.key.UnusableInput;
import org.jspecify.annotations.Nullable;

/** Where an agent's socket is: the path that was asked for, or one in a private directory that goes with it. */
final class SocketPlace implements AutoCloseable {
    private final Path socket;
    private final @Nullable Path directory;

    private SocketPlace(Path socket, @Nullable Path directory) {
        this.socket = socket;
        this.directory = directory;
    }

    /** @param wanted null for a place of its own */
    static SocketPlace open(@Nullable Path wanted, Map<String, String> environment) throws UnusableInput {
        if (wanted != null) {
            return new SocketPlace(wanted.toAbsolutePath(), null);
        }
        Path parent = parent(environment);
        try {
            Path directory = Files.createTempDirectory(
                    parent,
                    "broker-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return new SocketPlace(directory.resolve("agent"), directory);
        } catch (IOException e) {
            throw new UnusableInput("no directory can be made in " + parent, "name a socket: --socket PATH");
        }
    }

    private static Path parent(Map<String, String> environment) {
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        if (runtime.startsWith("/") && isOurs(Path.of(runtime))) {
            return Path.of(runtime);
        }
        String temporary = environment.getOrDefault("TMPDIR", "");
        return Path.of(temporary.startsWith("/") ? temporary : "/tmp");
    }

    // as the XDG Base Directory Specification wants it; what su left over from another user is not
    private static boolean isOurs(Path directory) {
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(directory);
            return Files.isDirectory(directory)
                    && Files.getAttribute(directory, "unix:uid")
                            .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                    && PosixFilePermissions.fromString("rwx------").containsAll(mode);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    Path socket() {
        return socket;
    }

    @Override
    public void close() {
        if (directory != null) {
            try {
                Files.deleteIfExists(directory);
            } catch (IOException e) {
                // somebody put something in; it is theirs
            }
        }
    }
}
