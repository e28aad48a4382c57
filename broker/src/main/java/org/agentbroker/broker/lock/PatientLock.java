package org.agentbroker.broker.lock;

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

/** A lock of short work that is waited for; the kernel frees it when its process ends. */
public final class PatientLock {
    private static final long POLL_NANOS = 5_000_000;

    private PatientLock() {}

    /**
     * @param file is made with mode 600 when it is not there, and holds nothing of ours
     * @param what is the message when that does not come about
     * @return open for reading and writing; the lock is held until it is closed
     * @throws UnusableInput when another process or thread has it all that time
     */
    public static FileChannel take(Path file, Duration patience, String what) throws IOException, UnusableInput {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        boolean held = false;
        try {
            long end = System.nanoTime() + patience.toNanos();
            while (tryLock(channel) == null) {
                if (System.nanoTime() - end > 0) {
                    throw new UnusableInput(what, "see which one hangs: fuser " + file);
                }
                LockSupport.parkNanos(POLL_NANOS); // the kernel's own wait cannot be given up
            }
            held = true;
            return channel;
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
}
