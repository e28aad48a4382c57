package org.agentbroker.broker.lock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.agentbroker.agent.key.UnusableInput;

/**
 * The directory that holds the locks; nobody else can put anything there.
 *
 * @param path without symbolic links
 */
record LockDirectory(Path path) {
    private static final Path OWN_PROCESS = Path.of("/proc/self");
    private static final String HINT = "broker keeps its locks there; set XDG_STATE_HOME to a directory of your own";

    /** Made with mode 0700 if need be, and so are the directories above it. */
    static LockDirectory open(Path directory) throws UnusableInput {
        try {
            if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            PosixFileAttributes attributes =
                    Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isDirectory()) {
                String what = attributes.isSymbolicLink() ? " is a symbolic link" : " is not a directory";
                throw new UnusableInput(directory + what, HINT);
            }
            if (!Files.getAttribute(directory, "unix:uid").equals(Files.getAttribute(OWN_PROCESS, "unix:uid"))) {
                throw new UnusableInput(
                        directory + " belongs to " + attributes.owner().getName(), HINT);
            }
            Set<PosixFilePermission> mode = attributes.permissions();
            if (mode.contains(PosixFilePermission.GROUP_WRITE) || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new UnusableInput(directory + " can be written by others", "chmod 700 " + directory);
            }
            return new LockDirectory(directory.toRealPath());
        } catch (IOException e) {
            throw new UnusableInput(directory + " cannot be used: " + reason(e), HINT);
        }
    }

    /** What the system says, without the path. */
    static String reason(IOException e) {
        if (e instanceof FileSystemException file) {
            String reason = file.getReason();
            return reason == null ? file.getClass().getSimpleName().replace("Exception", "") : reason;
        }
        return String.valueOf(e.getMessage());
    }

    /** A name for any text, however long, that no other text has. */
    Path file(String kind, String identity) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return path.resolve(kind + "-" + HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JRE has it", e);
        }
    }
}
