package org.agentbroker.broker.keys;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.agentbroker.agent.key.UnusableInput;

/**
 * A change that was made: other contents have the name now, and the old file is still open. Somebody who had opened that
 * before, such as {@code ssh-copy-id}, may write into it now; nobody would ever read it.
 *
 * @param content of the new file
 */
record Swapped(byte[] content, Snapshot old) implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(2);
    private static final int MOST_LOOKS = 10;

    /** Whether somebody has. */
    boolean isLate() throws IOException, UnusableInput {
        return !Arrays.equals(old.content(), old.lateContent());
    }

    /** What has to be done with the contents of the file so that nothing of it is lost. */
    UnaryOperator<byte[]> carryOver() throws IOException, UnusableInput {
        byte[] read = old.content();
        byte[] late = old.lateContent();
        if (Arrays.equals(read, late)) {
            return UnaryOperator.identity();
        }
        if (isAppended(late)) {
            return current -> joined(current, Arrays.copyOfRange(late, read.length, late.length));
        }
        byte[] anew = settled(late);
        // whoever has changed our file since has the last word
        return current -> Arrays.equals(current, content) ? anew : current;
    }

    private boolean isAppended(byte[] late) {
        byte[] read = old.content();
        return late.length > read.length && Arrays.equals(read, Arrays.copyOf(late, read.length));
    }

    // who writes a file anew empties it first
    private byte[] settled(byte[] late) throws IOException, UnusableInput {
        byte[] before = late;
        for (int i = 0; i < MOST_LOOKS; i++) {
            LockSupport.parkNanos(PAUSE.toNanos());
            byte[] now = old.lateContent();
            if (now.length > 0 && Arrays.equals(before, now)) {
                break;
            }
            before = now;
        }
        return before;
    }

    private static byte[] joined(byte[] content, byte[] tail) {
        boolean open = content.length > 0 && content[content.length - 1] != '\n';
        int gap = open && tail[0] != '\n' ? 1 : 0;
        byte[] all = Arrays.copyOf(content, content.length + gap + tail.length);
        if (gap == 1) {
            all[content.length] = '\n';
        }
        System.arraycopy(tail, 0, all, content.length + gap, tail.length);
        return all;
    }

    @Override
    public void close() {
        old.close();
    }
}
