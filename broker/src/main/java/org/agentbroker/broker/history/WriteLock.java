package org.agentbroker.broker.history;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.agentbroker.agent.key.UnusableInput;
import org.jspecify.annotations.Nullable;

/** Of those that write to the history one at a time, in whichever process; the kernel frees it when that ends. */
final class WriteLock implements AutoCloseable {
    private static final long POLL_NANOS = 5_000_000;

    private final FileChannel channel;

    private WriteLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws UnusableInput when another process has it all that time */
    static WriteLock take(Path file, Duration patience) throws IOException, UnusableInput {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        boolean held = false;
        try {
            long end = System.nanoTime() + patience.toNanos();
            while (tryLock(channel) == null) {
                if (System.nanoTime() - end > 0) {
                    throw new UnusableInput(
                            "the history is being written to by another process for " + patience.toSeconds() + " s",
                            "see which one hangs: fuser " + file);
                }
                LockSupport.parkNanos(POLL_NANOS); // the kernel's own wait cannot be given up
            }
            held = true;
            return new WriteLock(channel);
        } finally {
            if (!held) {
                channel.close();
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) { // another one in this process
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // the lock goes with the descriptor, which Linux closes whatever it says
        }
    }
}
