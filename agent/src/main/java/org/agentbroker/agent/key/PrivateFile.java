package org.agentbroker.agent.key;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Reads files that only their owner may know or change: keys, passphrases, the config. */
public final class PrivateFile {
    private static final int LARGEST = 1 << 20;
    private static final int ROOT = 0;
    private static final Path OWN_PROCESS = Path.of("/proc/self");
    private static final Set<PosixFilePermission> READ_BY_OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);
    private static final Set<PosixFilePermission> WRITTEN_BY_OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private PrivateFile() {}

    /**
     * The whole file, at most 1 MiB.
     *
     * @throws UnusableInput when it cannot be read, is no regular file, belongs to somebody else than this process's user
     *     or root, or when its mode lets others read or write it
     */
    public static byte[] read(Path file) throws UnusableInput {
        return read(file, READ_BY_OTHERS);
    }

    /**
     * As {@link #read}, for a credential of systemd: that belongs to root and is given to the service by an access list,
     * whose mask stands where the group's bits are, so they say nothing (systemd.exec(5), LoadCredential=).
     */
    public static byte[] readCredential(Path file) throws UnusableInput {
        return read(file, EnumSet.of(PosixFilePermission.OTHERS_READ));
    }

    /**
     * Whether {@link #read} would take a file, as far as that shows without reading it.
     *
     * @throws UnusableInput as there
     */
    public static void check(Path file) throws UnusableInput {
        check(file, READ_BY_OTHERS);
        if (!Files.isReadable(file)) {
            throw new UnusableInput(file + " cannot be read", "ls -l " + file);
        }
    }

    private static void check(Path file, Set<PosixFilePermission> tooOpen) throws UnusableInput {
        PosixFileAttributes attributes = attributes(file);
        if (!attributes.isRegularFile()) {
            throw new UnusableInput(file + " is not a file", "name a regular file");
        }
        checkOwner(file, attributes);
        checkMode(file, attributes.permissions(), tooOpen);
    }

    private static byte[] read(Path file, Set<PosixFilePermission> tooOpen) throws UnusableInput {
        check(file, tooOpen);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                Arrays.fill(bytes, (byte) 0);
                throw new UnusableInput(file + " is larger than 1 MiB", "is it the right file?");
            }
            return bytes;
        } catch (IOException e) {
            throw new UnusableInput(file + " cannot be read", "ls -l " + file);
        }
    }

    private static PosixFileAttributes attributes(Path file) throws UnusableInput {
        try {
            return Files.readAttributes(file, PosixFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw new UnusableInput(file + " does not exist", "check the path");
        } catch (IOException e) {
            throw new UnusableInput(file + " cannot be looked at", "ls -l " + file);
        }
    }

    // by number: a user need not have a name, and two names may share a number
    private static void checkOwner(Path file, PosixFileAttributes attributes) throws UnusableInput {
        int owner = uid(file);
        if (owner != ROOT && owner != uid(OWN_PROCESS)) {
            throw new UnusableInput(
                    file + " belongs to " + attributes.owner().getName(), "chown it to the user that runs broker");
        }
    }

    private static int uid(Path file) throws UnusableInput {
        try {
            return (int) Files.getAttribute(file, "unix:uid");
        } catch (IOException e) {
            throw new UnusableInput(file + " cannot be looked at", "ls -l " + file);
        }
    }

    private static void checkMode(Path file, Set<PosixFilePermission> mode, Set<PosixFilePermission> tooOpen)
            throws UnusableInput {
        if (!Collections.disjoint(mode, tooOpen)) {
            throw new UnusableInput(file + " can be read by others", "chmod 600 " + file);
        }
        if (!Collections.disjoint(mode, WRITTEN_BY_OTHERS)) {
            throw new UnusableInput(file + " can be written by others", "chmod 600 " + file);
        }
    }
}
