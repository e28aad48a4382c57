package org.agentbroker.broker.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.agentbroker.broker.lock.Line;
import org.agentbroker.broker.lock.WholeFile;

/**
 * Lines, the newest last. A line is whole or, after a power cut, torn and passed over. Whoever changes it holds a
 * {@link WriteLock}; readers need none, as it only grows or is replaced.
 */
record HistoryFile(Path path) {
    private static final int LARGEST = 64 << 20;
    private static final FileAttribute<?> OWNERS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<OpenOption> APPENDING = Set.of(
            StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> REPLACING = Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING,
            LinkOption.NOFOLLOW_LINKS);

    /** All of it is on the disk afterwards, or nothing. */
    void append(Line line) throws IOException {
        boolean isNew = !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        try (FileChannel channel = FileChannel.open(path, APPENDING, OWNERS)) {
            long size = channel.size();
            String start = endsTorn(channel, size) ? "\n" : "";
            try {
                write(channel, size, start + line.json() + "\n");
                channel.force(false);
            } catch (IOException e) {
                channel.truncate(size); // what there was room for
                throw e;
            }
        }
        if (isNew) {
            WholeFile.syncNames(path.toAbsolutePath().getParent());
        }
    }

    private static boolean endsTorn(FileChannel channel, long size) throws IOException {
        if (size == 0) {
            return false;
        }
        ByteBuffer last = ByteBuffer.allocate(1);
        return channel.read(last, size - 1) == 1 && last.get(0) != '\n';
    }

    private static void write(FileChannel channel, long position, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    long size() throws IOException {
        return Files.exists(path) ? Files.size(path) : 0;
    }

    List<Line> lines() throws IOException {
        return last(LARGEST);
    }

    /** Those that begin in the last bytes. */
    List<Line> last(int bytes) throws IOException {
        return texts(bytes).stream().map(Line::read).flatMap(Optional::stream).toList();
    }

    /** Those whose text starts so. */
    List<Line> starting(String start) throws IOException {
        return texts().stream()
                .filter(text -> text.startsWith(start))
                .map(Line::read)
                .flatMap(Optional::stream)
                .toList();
    }

    /** All lines as they are. */
    List<String> texts() throws IOException {
        return texts(LARGEST);
    }

    private List<String> texts(int bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long from = Math.max(0, channel.size() - bytes);
            ByteBuffer buffer = ByteBuffer.allocate((int) (channel.size() - from));
            while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) > 0) {
                // until it is full or the file ends
            }
            String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
            String whole = from == 0 ? text : text.substring(text.indexOf('\n') + 1);
            return whole.lines().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** In one step, so that a reader sees the one or the other. */
    void replace(UnaryOperator<List<Line>> change) throws IOException {
        String text =
                change.apply(lines()).stream().map(line -> line.json() + "\n").collect(Collectors.joining());
        Path beside = path.resolveSibling(path.getFileName() + ".new"); // one at a time has the lock
        try {
            try (FileChannel channel = FileChannel.open(beside, REPLACING, OWNERS)) {
                write(channel, 0, text);
                channel.force(true);
            }
            Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(beside);
            throw e;
        }
        WholeFile.syncNames(path.toAbsolutePath().getParent());
    }
}
