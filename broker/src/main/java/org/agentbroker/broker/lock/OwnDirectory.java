package org.agentbroker.broker.lock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.agentbroker.agent.key.UnusableInput;

/** Directories below the state directory in which nobody else can put anything. */
public final class OwnDirectory {
    static final Path OWN_PROCESS = Path.of("/proc/self");

    // inode(7)
    private static final int OTHERS_WRITE = 022;
    private static final int STICKY = 01000;

    private OwnDirectory() {}

    /**
     * Makes it with mode 0700 if need be, and so the directories above it.
     *
     * @param hint what to do when it cannot be used
     * @return the same without symbolic links
     * @throws UnusableInput when it is a link, somebody else's, or others may write to it or to the one it is in
     */
    public static Path open(Path directory, String hint) throws UnusableInput {
        try {
            if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            PosixFileAttributes attributes =
                    Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isDirectory()) {
                String what = attributes.isSymbolicLink() ? " is a symbolic link" : " is not a directory";
                throw new UnusableInput(directory + what, hint);
            }
            if (!Files.getAttribute(directory, "unix:uid").equals(Files.getAttribute(OWN_PROCESS, "unix:uid"))) {
                throw new UnusableInput(
                        directory + " belongs to " + attributes.owner().getName(), hint);
            }
            Path real = directory.toRealPath();
            requireUnwritable(directory, 0);
            Path state = real.getParent();
            if (state != null) {
                requireUnwritable(state, STICKY); // whoever may write there moves it away
            }
            return real;
        } catch (IOException e) {
            throw new UnusableInput(directory + " cannot be used: " + reason(e), hint);
        }
    }

    private static void requireUnwritable(Path directory, int unless) throws IOException, UnusableInput {
        int mode = (int) Files.getAttribute(directory, "unix:mode");
        if ((mode & OTHERS_WRITE) != 0 && (mode & unless) == 0) {
            throw new UnusableInput(directory + " can be written by others", "chmod 700 " + directory);
        }
    }

    /** What the system says, without the path. */
    public static String reason(IOException e) {
        if (e instanceof FileSystemException file) {
            String reason = file.getReason();
            return reason == null ? file.getClass().getSimpleName().replace("Exception", "") : reason;
        }
        return String.valueOf(e.getMessage());
    }

    /** In hexadecimal digits: a name for any text, however long, that no other text has. */
    public static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JRE has it", e);
        }
    }
}
