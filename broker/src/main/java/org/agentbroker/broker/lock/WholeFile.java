package org.agentbroker.broker.lock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files of which a reader, also one after a power cut, sees all or nothing. */
public final class WholeFile {
    private WholeFile() {}

    /** What else has to be so before a staged file gets its name. */
    @FunctionalInterface
    public interface Finish {
        void apply(Path staged) throws IOException;
    }

    /**
     * @param staged a new file in the same directory, which is gone afterwards
     * @param finish is synced with the content
     */
    public static void replace(Path file, Path staged, byte[] content, Finish finish) throws IOException {
        try {
            fill(staged, content, finish);
            Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(staged);
        }
        syncNames(file.toAbsolutePath().getParent());
    }

    /** Writes and syncs what a name will be given to. */
    public static void fill(Path staged, byte[] content, Finish finish) throws IOException {
        try (FileChannel channel = FileChannel.open(staged, StandardOpenOption.WRITE)) {
            for (ByteBuffer rest = ByteBuffer.wrap(content); rest.hasRemaining(); ) {
                channel.write(rest);
            }
            finish.apply(staged);
            channel.force(true);
        }
    }

    /** Else a power cut may take a new name away. */
    public static void syncNames(Path directory) throws IOException {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
