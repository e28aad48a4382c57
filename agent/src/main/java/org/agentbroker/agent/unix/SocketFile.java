package org.agentbroker.agent.unix;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import org.agentbroker.agent.key.UnusableInput;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXServerSocket;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * A listening socket at a path, private from the first moment: it is bound in a directory that only we may enter, and
 * linked to its place when its mode is right. One that stands there and answers is left alone.
 */
final class SocketFile implements AutoCloseable {
    private static final int TRIES = 3;
    private static final String HINT = "name another one: --socket PATH";

    private final AFUNIXServerSocket bound;
    private final AFUNIXServerSocket server;
    private final Path path;
    private final Object identity;

    private SocketFile(AFUNIXServerSocket bound, Path path, Object identity) throws IOException {
        this.bound = bound;
        // junixsocket refuses to accept once the path that a socket was bound to is gone; a second view of the same
        // descriptor knows no such path
        this.server = FileDescriptorCast.using(bound.getFileDescriptor()).as(AFUNIXServerSocket.class);
        this.path = path;
        this.identity = identity;
    }

    static SocketFile open(Path path) throws UnusableInput {
        Path parent = Objects.requireNonNullElse(path.getParent(), Path.of(""));
        if (!Files.isDirectory(parent)) {
            throw new UnusableInput(parent + " is not a directory", "make it first: mkdir -m 700 " + parent);
        }
        Path workshop = parent.resolve("." + HexFormat.of().formatHex(random()));
        try {
            Files.createDirectory(
                    workshop, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new UnusableInput(
                    "no socket can be made in " + parent.toAbsolutePath() + ": " + e.getMessage(), HINT);
        }
        try {
            return open(path, workshop);
        } finally {
            delete(workshop.resolve("s"));
            delete(workshop.resolve("old"));
            delete(workshop);
        }
    }

    private static byte[] random() {
        byte[] bytes = new byte[4];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static SocketFile open(Path path, Path workshop) throws UnusableInput {
        Path bench = workshop.resolve("s");
        AFUNIXServerSocket server = bind(bench, path);
        try {
            Files.setPosixFilePermissions(bench, PosixFilePermissions.fromString("rw-------"));
            link(bench, path, workshop);
            return new SocketFile(server, path, identity(path));
        } catch (IOException e) {
            close(server);
            throw new UnusableInput("no socket can be made at " + path + ": " + e.getMessage(), HINT);
        } catch (UnusableInput | RuntimeException e) {
            close(server);
            throw e;
        }
    }

    private static AFUNIXServerSocket bind(Path bench, Path path) throws UnusableInput {
        AFUNIXSocketAddress address;
        try {
            address = AFUNIXSocketAddress.of(bench);
        } catch (SocketException e) {
            throw new UnusableInput(path + " is too long for the path of a socket", HINT);
        }
        try {
            AFUNIXServerSocket server = AFUNIXServerSocket.newInstance();
            server.bind(address, BACKLOG);
            return server;
        } catch (IOException e) {
            throw new UnusableInput("no socket can be made at " + path + ": " + e.getMessage(), HINT);
        }
    }

    private static final int BACKLOG = 128;

    private static void link(Path bench, Path path, Path workshop) throws IOException, UnusableInput {
        for (int i = 0; i < TRIES; i++) {
            try {
                Files.createLink(path, bench); // fails when somebody is there, so nobody is pushed aside unseen
                return;
            } catch (FileAlreadyExistsException e) {
                clear(path, workshop.resolve("old"));
            }
        }
        throw new UnusableInput(path + " is being made by somebody else at this moment", HINT);
    }

    /** Takes a dead socket out of the way. What is taken is looked at again: it may have come to life meanwhile. */
    private static void clear(Path path, Path old) throws IOException, UnusableInput {
        requireDead(path, path);
        Files.move(path, old, StandardCopyOption.ATOMIC_MOVE);
        try {
            requireDead(old, path);
        } catch (UnusableInput e) {
            Files.createLink(path, old);
            throw e;
        } finally {
            delete(old);
        }
    }

    private static void requireDead(Path socket, Path name) throws IOException, UnusableInput {
        BasicFileAttributes file = Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!file.isOther()) {
            throw new UnusableInput(name + " exists and is not a socket", HINT);
        }
        try (AFUNIXSocket peer = AFUNIXSocket.newInstance()) {
            peer.connect(AFUNIXSocketAddress.of(socket));
        } catch (ConnectException e) {
            return;
        } catch (IOException e) {
            throw new UnusableInput(name + " exists, and who listens there cannot be told: " + e.getMessage(), HINT);
        }
        throw new UnusableInput("somebody answers at " + name + " already", HINT);
    }

    AFUNIXServerSocket server() {
        return server;
    }

    Path path() {
        return path;
    }

    /** Our own user, as the kernel has it. */
    long uid() throws IOException {
        return ((Number) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)).longValue();
    }

    private static @Nullable Object identity(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /** Stops listening, and removes the socket unless it is somebody else's by now. */
    @Override
    public void close() {
        close(server);
        close(bound);
        try {
            if (identity.equals(identity(path))) {
                Files.delete(path);
            }
        } catch (IOException e) {
            // it is not there any more
        }
    }

    private static void close(AFUNIXServerSocket server) {
        try {
            server.close();
        } catch (IOException e) {
            // nothing is left to be done about it
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // it stays, in a directory that nobody else enters
        }
    }
}
