package org.agentbroker.broker.setup;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.lock.WholeFile;

/** Files that are made once and never overwritten: whoever reads one sees all of it, or none. */
final class NewFile {
    private NewFile() {}

    /** Whether anything has that name, a dangling link included. */
    static boolean isThere(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * @param mode such as {@code rw-------}
     * @return false when something has that name already
     */
    static boolean write(Path file, byte[] content, String mode) throws UnusableInput {
        Path directory = file.toAbsolutePath().getParent();
        try {
            var permissions = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
            Path staged = Files.createTempFile(directory, ".broker", "", permissions);
            try {
                WholeFile.fill(
                        staged,
                        content,
                        made -> Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(mode))); // umask
                Files.createLink(file, staged); // a rename would replace what is there
            } finally {
                Files.deleteIfExists(staged);
            }
            WholeFile.syncNames(directory);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (NoSuchFileException e) {
            throw new UnusableInput(
                    file + " cannot be made: " + directory + " does not exist", "mkdir -p " + directory);
        } catch (IOException e) {
            throw new UnusableInput(file + " cannot be made: " + reason(e), "ls -ld " + directory);
        }
    }

    static String reason(IOException e) {
        String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return reason == null
                ? e.getClass().getSimpleName().replace("Exception", "").replace("AccessDenied", "permission denied")
                : reason;
    }
}
