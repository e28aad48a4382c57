package org.agentbroker.broker.keys;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A file that this process has open, whatever its name leads to by now: proc(5), /proc/PID/fd. By its name root would
 * give away any file that the owner of the directory had put there in time.
 */
record OpenFile(Path descriptor) {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** Null when this process has no such file open: something else got its name since. */
    static @Nullable OpenFile of(PosixFileAttributes seen) throws IOException {
        Object wanted = seen.fileKey();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path each : all) {
                try {
                    if (wanted.equals(Files.readAttributes(each, BasicFileAttributes.class)
                            .fileKey())) {
                        return new OpenFile(each);
                    }
                } catch (NoSuchFileException e) {
                    // closed meanwhile
                }
            }
        }
        return null;
    }

    PosixFileAttributeView view() {
        return Files.getFileAttributeView(descriptor, PosixFileAttributeView.class);
    }
}
