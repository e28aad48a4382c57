package org.agentbroker.broker.keys;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.agentbroker.agent.key.UnusableInput;

/**
 * The files whose place others have taken, held open for a while. Somebody who had opened one before that, such as {@code
 * ssh-copy-id}, writes into it now, and nobody would ever read that. Not for several threads.
 */
final class OldFiles implements AutoCloseable {
    private static final Duration SETTLED_AFTER = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofMillis(2);
    private static final int MOST_PAUSES = 10;

    private final Deque<OldFile> files = new ArrayDeque<>();

    private static final class OldFile {
        private final Snapshot file;
        private final byte[] put;
        private final long since = System.nanoTime();
        private byte[] known;

        private OldFile(Snapshot file, byte[] put) {
            this.file = file;
            this.put = put;
            this.known = file.content();
        }

        private boolean isSettled() {
            return System.nanoTime() - since > SETTLED_AFTER.toNanos();
        }
    }

    /** @param put what stands in its place now */
    void add(Snapshot file, byte[] put) {
        files.add(new OldFile(file, put));
    }

    /** Whether somebody has written into one. */
    boolean isLate() throws IOException, UnusableInput {
        for (OldFile each : files) {
            if (!Arrays.equals(each.known, each.file.lateContent())) {
                return true;
            }
        }
        return false;
    }

    /** What has to be done with the contents of today's file so that nothing of theirs is lost. Tells it once. */
    UnaryOperator<byte[]> carryOver() throws IOException, UnusableInput {
        files.removeIf(each -> !each.file.isOpen());
        UnaryOperator<byte[]> all = UnaryOperator.identity();
        for (OldFile each : files.toArray(OldFile[]::new)) {
            boolean settled = each.isSettled(); // before it is read
            UnaryOperator<byte[]> before = all;
            UnaryOperator<byte[]> one = carryOver(each);
            all = content -> one.apply(before.apply(content));
            if (settled) {
                files.remove(each);
                each.file.close();
            }
        }
        return all;
    }

    private static UnaryOperator<byte[]> carryOver(OldFile old) throws IOException, UnusableInput {
        byte[] known = old.known;
        byte[] late = old.file.lateContent();
        boolean appended = late.length >= known.length && Arrays.equals(known, 0, known.length, late, 0, known.length);
        if (!appended) {
            late = settled(old.file, late);
        }
        old.known = late;
        byte[] now = late;
        if (appended) {
            return current -> joined(current, Arrays.copyOfRange(now, known.length, now.length));
        }
        // written anew; but whoever has changed our file since has the last word
        return current -> Arrays.equals(current, old.put) ? now : current;
    }

    // who writes a file anew empties it first
    private static byte[] settled(Snapshot file, byte[] late) throws IOException, UnusableInput {
        byte[] before = late;
        for (int i = 0; i < MOST_PAUSES; i++) {
            LockSupport.parkNanos(PAUSE.toNanos());
            byte[] now = file.lateContent();
            if (now.length > 0 && Arrays.equals(before, now)) {
                break;
            }
            before = now;
        }
        return before;
    }

    private static byte[] joined(byte[] content, byte[] tail) {
        if (tail.length == 0) {
            return content;
        }
        boolean open = content.length > 0 && content[content.length - 1] != '\n';
        int gap = open && tail[0] != '\n' ? 1 : 0;
        byte[] all = Arrays.copyOf(content, content.length + gap + tail.length);
        if (gap == 1) {
            all[content.length] = '\n';
        }
        System.arraycopy(tail, 0, all, content.length + gap, tail.length);
        return all;
    }

    /** As {@link #isLate}, once nobody can be expected any more to write into the last one. */
    boolean isLateInTheEnd() throws IOException, UnusableInput {
        files.removeIf(each -> !each.file.isOpen());
        OldFile last = files.peekLast();
        if (last != null) {
            LockSupport.parkNanos(last.since + SETTLED_AFTER.toNanos() - System.nanoTime());
        }
        return isLate();
    }

    @Override
    public void close() {
        files.forEach(each -> each.file.close());
        files.clear();
    }
}
