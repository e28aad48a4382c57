package org.agentbroker.broker.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Arrays;
import org.agentbroker.agent.key.UnusableInput;
import org.jspecify.annotations.Nullable;

/**
 * A file as it was when it was read, held open: after another file has got its name, what somebody wrote into this one
 * in the last moment can still be read.
 */
final class Snapshot implements AutoCloseable {
    private static final int LARGEST = 4 << 20;

    private final Path path;
    private final @Nullable PosixFileAttributes attributes;
    private final @Nullable SeekableByteChannel channel;
    private final byte[] content;

    private Snapshot(
            Path path,
            @Nullable PosixFileAttributes attributes,
            @Nullable SeekableByteChannel channel,
            byte[] content) {
        this.path = path;
        this.attributes = attributes;
        this.channel = channel;
        this.content = content;
    }

    /**
     * Of what has this name; empty when nothing has.
     *
     * @throws UnusableInput when it is no file, too large, or not its owner's alone
     */
    static Snapshot of(HeldDirectory directory, Path name, Owners owners) throws IOException, UnusableInput {
        Path path = directory.path(name);
        PosixFileAttributes attributes = directory.look(name);
        if (attributes == null) {
            return new Snapshot(path, null, null, new byte[0]);
        }
        if (attributes.isSymbolicLink()) {
            throw new UnusableInput(path + " is a symbolic link", "put the file itself in its place");
        }
        if (!attributes.isRegularFile()) {
            throw new UnusableInput(path + " is not a file", "ls -l " + path);
        }
        owners.check(path, attributes);
        SeekableByteChannel channel;
        try {
            channel = directory.read(name);
        } catch (NoSuchFileException e) {
            return of(directory, name, owners);
        }
        boolean good = false;
        try {
            // the owner of one file must not lend its name to another one that only root can read
            if (owners.guarded() && OpenFile.of(attributes) == null) {
                throw HeldDirectory.replaced(path);
            }
            Snapshot snapshot = new Snapshot(path, attributes, channel, content(channel, path));
            good = true;
            return snapshot;
        } finally {
            if (!good) {
                channel.close();
            }
        }
    }

    private static byte[] content(SeekableByteChannel channel, Path path) throws IOException, UnusableInput {
        long size = channel.size();
        if (size > LARGEST) {
            throw new UnusableInput(path + " is larger than 4 MiB", "is it the right file?");
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) size);
        channel.position(0);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // up to where it ended a moment ago
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    byte[] content() {
        return content;
    }

    /** Null when there was no file. */
    @Nullable
    PosixFileAttributes attributes() {
        return attributes;
    }

    /** False also after a thread was interrupted while it read: that closes the file. */
    boolean isOpen() {
        return channel == null || channel.isOpen();
    }

    /** Whether nothing has to be done for this content; none at all and no file are the same. */
    boolean is(byte[] wanted, boolean removeEmpty) {
        boolean mayBeThere = wanted.length > 0 || !removeEmpty;
        return attributes == null ? wanted.length == 0 : mayBeThere && Arrays.equals(wanted, content);
    }

    /** Whether nobody has written into it. */
    boolean isUnchanged() throws IOException, UnusableInput {
        return Arrays.equals(content, lateContent());
    }

    /** Whether the name still stands for the same file, of the same time and length. */
    boolean isStill(HeldDirectory directory, Path name) throws IOException {
        PosixFileAttributes now = directory.look(name);
        if (attributes == null || now == null) {
            return attributes == null && now == null;
        }
        return attributes.fileKey().equals(now.fileKey())
                && attributes.size() == now.size()
                && attributes.lastModifiedTime().equals(now.lastModifiedTime());
    }

    /** What stands in the file by now, whether it still has a name or not. */
    byte[] lateContent() throws IOException, UnusableInput {
        return channel == null ? content : content(channel, path);
    }

    @Override
    public void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // it was only read
            }
        }
    }
}
