package org.agentbroker.broker.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agentbroker.broker.feed.Feed;
import org.jspecify.annotations.Nullable;

/**
 * What tar sends, on its way to borg. It remembers when that takes no more. What does not begin as a tar file is not let
 * through: after a line that the login prints borg would find no member in all that follows, and be content.
 */
final class TarStream extends OutputStream {
    // pax interchange format: "ustar" in the first header
    private static final byte[] MAGIC = "ustar".getBytes(StandardCharsets.US_ASCII);
    private static final int MAGIC_AT = 257;

    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private volatile @Nullable Feed feed;
    private volatile boolean refused;
    private volatile boolean alien;
    private volatile long bytes;

    /** Where it goes to; is said before the first byte comes. */
    void to(Feed target) {
        feed = target;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] chunk, int offset, int length) throws IOException {
        Feed target = feed;
        if (target == null) {
            throw new IOException("it was not started yet");
        }
        bytes += length; // one thread at a time writes
        if (head.size() < MAGIC_AT + MAGIC.length) {
            head.write(chunk, offset, length);
            if (head.size() >= MAGIC_AT + MAGIC.length) {
                begin(target, head.toByteArray());
            }
            return;
        }
        pass(target, chunk, offset, length);
    }

    private void begin(Feed target, byte[] first) throws IOException {
        if (!Arrays.equals(first, MAGIC_AT, MAGIC_AT + MAGIC.length, MAGIC, 0, MAGIC.length)) {
            alien = true;
            throw new IOException("it is no tar file");
        }
        pass(target, first, 0, first.length);
    }

    private void pass(Feed target, byte[] chunk, int offset, int length) throws IOException {
        try {
            target.write(chunk, offset, length);
        } catch (IOException e) {
            refused = true;
            throw e;
        }
    }

    /** Whether it is something else than a tar file. */
    boolean isAlien() {
        return alien;
    }

    /** That was all of it. */
    void finish() throws IOException {
        Feed target = feed;
        if (target != null) {
            target.finish();
        }
    }

    /** Whether borg took no more. */
    boolean isRefused() {
        return refused;
    }

    /** Whether not even a header came. */
    boolean isEmpty() {
        return bytes < MAGIC_AT + MAGIC.length;
    }
}
