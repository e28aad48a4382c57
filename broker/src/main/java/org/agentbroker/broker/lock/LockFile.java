package org.agentbroker.broker.lock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.agentbroker.agent.key.UnusableInput;

/**
 * A file whose lock this process holds. The kernel gives the lock back when the process ends, however it does. The file
 * itself stays: were it removed, one process could lock a file that has no name any more while another makes and locks
 * the next one of that name.
 */
final class LockFile implements AutoCloseable {
    private static final int LONGEST_TEXT = 4096;

    // fcntl(2): a lock is the process's, not the channel's. A second channel in this process would be let in (the JDK
    // throws), and its close, even after reading alone, would give the first one's lock back. So this is the process's.
    private static final Map<Path, Holder> HELD_HERE = new HashMap<>();

    private final Path file;
    private final FileChannel channel;

    private LockFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Never waits.
     *
     * @param file of one name only: its directory's path has no symbolic links
     * @throws Taken when it is held, by another process or by this one
     */
    static LockFile take(Path file, Holder who) throws Taken, UnusableInput, InterruptedException {
        synchronized (HELD_HERE) {
            Holder here = HELD_HERE.get(file);
            if (here != null) {
                throw new Taken(Optional.of(here));
            }
            try {
                FileChannel channel = lock(file, who);
                HELD_HERE.put(file, who);
                return new LockFile(file, channel);
            } catch (ClosedByInterruptException e) {
                Thread.interrupted();
                throw new InterruptedException("cancelled");
            } catch (IOException e) {
                throw new UnusableInput(
                        "the lock " + file + " cannot be taken: " + OwnDirectory.reason(e),
                        "ls -l " + file + "; df " + file.getParent());
            }
        }
    }

    private static FileChannel lock(Path file, Holder who) throws IOException, Taken {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            if (channel.tryLock() == null) {
                throw new Taken(Holder.of(read(channel)));
            }
            write(channel, who.text());
            return channel;
        } catch (IOException | Taken | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(LONGEST_TEXT);
        while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) > 0) {
            // until it is full or the file ends
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    }

    private static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (buffer.hasRemaining()) {
            channel.write(buffer, buffer.position());
        }
        channel.truncate(buffer.limit());
    }

    /** Gives the lock back. May be called again. */
    @Override
    public void close() {
        synchronized (HELD_HERE) {
            if (channel.isOpen()) {
                boolean interrupted = Thread.interrupted(); // it would close the channel under the truncation
                try (channel) {
                    channel.truncate(0); // what stands there is true, or nothing
                } catch (IOException e) {
                    // it is closed all the same, and with that given back
                }
                HELD_HERE.remove(file);
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
