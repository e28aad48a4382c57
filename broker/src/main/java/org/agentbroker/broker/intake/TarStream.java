package org.agentbroker.broker.intake;

import java.io.IOException;
import java.io.OutputStream;
import org.agentbroker.broker.feed.Feed;
import org.jspecify.annotations.Nullable;

/** What tar sends, on its way to borg. It remembers when that takes no more. */
final class TarStream extends OutputStream {
    private volatile @Nullable Feed feed;
    private volatile boolean refused;
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
        try {
            target.write(chunk, offset, length);
            bytes += length; // one thread at a time writes
        } catch (IOException e) {
            refused = true;
            throw e;
        }
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

    boolean isEmpty() {
        return bytes == 0;
    }
}
