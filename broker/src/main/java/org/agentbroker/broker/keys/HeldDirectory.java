package org.agentbroker.broker.keys;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.agentbroker.agent.key.UnusableInput;
import org.jspecify.annotations.Nullable;

/** A directory that is held open: whatever is put in its place meanwhile, files are read and made in this one. */
final class HeldDirectory implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> CREATE =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final Path path;
    private final SecureDirectoryStream<Path> stream;

    private HeldDirectory(Path path, SecureDirectoryStream<Path> stream) {
        this.path = path;
        this.stream = stream;
    }

    /**
     * Null when there is no such directory.
     *
     * @throws UnusableInput when it is none, is behind a link that is not root's, or is not its owner's alone
     */
    static @Nullable HeldDirectory open(Path directory, Owners owners) throws IOException, UnusableInput {
        SecureDirectoryStream<Path> stream;
        try {
            stream = reach(directory, owners);
        } catch (NoSuchFileException e) {
            return null;
        }
        boolean good = false;
        try {
            owners.check(directory, own(stream).readAttributes());
            good = true;
            return new HeldDirectory(directory, stream);
        } finally {
            if (!good) {
                stream.close();
            }
        }
    }

    /** Makes it for its account, with mode 0700, in a directory that is there, and opens it. */
    static HeldDirectory make(Path directory, Owners owners) throws IOException, UnusableInput {
        Path above = directory.resolveSibling("");
        Path name = name(directory);
        try (SecureDirectoryStream<Path> parent = reach(above, owners)) {
            PosixFileAttributes attributes = own(parent).readAttributes();
            owners.check(above, attributes);
            OpenFile open = owners.guarded() ? OpenFile.of(attributes) : new OpenFile(above);
            if (open == null) {
                throw replaced(above);
            }
            Files.createDirectory(open.descriptor().resolve(name), PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            HeldDirectory made = new HeldDirectory(directory, child(parent, name, directory));
            boolean good = false;
            try {
                made.giveTo(owners);
                good = true;
                return made;
            } finally {
                if (!good) {
                    made.close();
                }
            }
        } catch (NoSuchFileException e) {
            throw new UnusableInput(above + " does not exist", "make it: mkdir -p " + above);
        }
    }

    // it may have been replaced by another one of root's since it was made
    private void giveTo(Owners owners) throws IOException, UnusableInput {
        if (stream.iterator().hasNext()) {
            throw replaced(path);
        }
        PosixFileAttributeView view = own(stream);
        view.setPermissions(OWNER_ONLY);
        if (owners.guarded()) {
            view.setGroup(owners.group());
            view.setOwner(owners.user());
        }
    }

    /** Removes it if it is empty. */
    static void removeEmpty(Path directory, Owners owners) throws IOException, UnusableInput {
        try (SecureDirectoryStream<Path> parent = reach(directory.resolveSibling(""), owners)) {
            parent.deleteDirectory(name(directory));
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            // somebody uses it by now, or has removed it
        }
    }

    private static Path name(Path directory) {
        return directory.subpath(directory.getNameCount() - 1, directory.getNameCount());
    }

    private static SecureDirectoryStream<Path> reach(Path directory, Owners owners) throws IOException, UnusableInput {
        Route route = Route.to(directory, owners);
        SecureDirectoryStream<Path> stream = secure(Files.newDirectoryStream(route.start()));
        boolean good = false;
        try {
            for (Path name : route.rest()) {
                SecureDirectoryStream<Path> child = child(stream, name, directory);
                stream.close();
                stream = child;
            }
            good = true;
            return stream;
        } finally {
            if (!good) {
                stream.close();
            }
        }
    }

    Path path(Path name) {
        return path.resolve(name);
    }

    /** Of what has this name now, a link itself included; null when nothing has. */
    @Nullable
    PosixFileAttributes look(Path name) throws IOException {
        try {
            return view(name).readAttributes();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Deletes the files with names like this that nobody has changed since. */
    void sweep(String nameStart, Instant since) throws IOException {
        try (SecureDirectoryStream<Path> all = stream.newDirectoryStream(Path.of("."), LinkOption.NOFOLLOW_LINKS)) {
            for (Path each : all) {
                Path name = each.getFileName();
                PosixFileAttributes attributes = name.toString().startsWith(nameStart) ? look(name) : null;
                if (attributes != null
                        && !attributes.isDirectory()
                        && attributes.lastModifiedTime().toInstant().isBefore(since)) {
                    delete(name);
                }
            }
        }
    }

    SeekableByteChannel read(Path name) throws IOException {
        return stream.newByteChannel(name, READ);
    }

    /** A new file with mode 0600, of this process's user. */
    SeekableByteChannel create(Path name) throws IOException {
        return stream.newByteChannel(
                name,
                CREATE,
                PosixFilePermissions.asFileAttribute(
                        EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)));
    }

    PosixFileAttributeView view(Path name) {
        return stream.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Atomically; what had the other name before is gone. */
    void rename(Path from, Path to) throws IOException {
        stream.move(from, stream, to);
    }

    void delete(Path name) throws IOException {
        try {
            stream.deleteFile(name);
        } catch (NoSuchFileException e) {
            // all the better
        }
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            // nothing was written through it
        }
    }

    static UnusableInput replaced(Path path) {
        return new UnusableInput(
                path + " was replaced while it was being changed", "see who does it: ls -la " + path.getParent());
    }

    private static SecureDirectoryStream<Path> child(SecureDirectoryStream<Path> stream, Path name, Path directory)
            throws IOException, UnusableInput {
        PosixFileAttributes attributes = stream.getFileAttributeView(
                        name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
        if (attributes.isSymbolicLink()) {
            throw new UnusableInput(
                    name + " of " + directory + " is a symbolic link",
                    "put a directory in its place, or name the file");
        }
        if (!attributes.isDirectory()) {
            throw new UnusableInput(name + " of " + directory + " is no directory", "ls -ld " + directory);
        }
        return stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
    }

    private static PosixFileAttributeView own(SecureDirectoryStream<Path> stream) {
        return stream.getFileAttributeView(PosixFileAttributeView.class);
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("directories cannot be held open on this system");
    }
}
