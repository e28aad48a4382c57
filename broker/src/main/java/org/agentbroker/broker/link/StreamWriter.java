package org.agentbroker.broker.link;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.future.DefaultCloseFuture;
import org.apache.sshd.common.io.AbstractIoWriteFuture;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes of an SSH session to a stream that may block, which the session must not: they queue up, and a task of the
 * executor carries them out in order. What waits is bounded by the windows of the session's channels, and by
 * {@link #MOST_WAITING} where the peer opened these without end.
 */
final class StreamWriter {
    /** In bytes of memory; then the session ends. */
    static final int MOST_WAITING = 64 * 1024 * 1024;

    private static final int OVERHEAD = 256; // of a write: packets may be as small as the peer likes

    // SSH packets are a little longer than 32 KiB: sent one by one, each would become two of the outer session
    private static final int BATCH = 128 * 1024;

    private final OutputStream out;
    private final Executor executor;
    private final Consumer<Throwable> failed;
    private final Deque<Write> waiting = new ArrayDeque<>();
    private final DefaultCloseFuture drained = new DefaultCloseFuture("written", null);
    private int memory;
    private boolean running;
    private boolean draining;
    private boolean closed;

    /** @param failed hears once why nothing can be written any more */
    StreamWriter(OutputStream out, Executor executor, Consumer<Throwable> failed) {
        this.out = out;
        this.executor = executor;
        this.failed = failed;
    }

    private static final class Write extends AbstractIoWriteFuture {
        private final @Nullable Buffer buffer; // null ends the stream

        Write(@Nullable Buffer buffer) {
            super("write", null);
            this.buffer = buffer;
        }

        int length() {
            return buffer == null ? 0 : buffer.available();
        }

        void done(Object value) {
            setValue(value);
        }
    }

    /** The buffer must not be touched until the future is done. */
    IoWriteFuture write(Buffer buffer) {
        Write write = new Write(buffer);
        add(write);
        return write;
    }

    void end() {
        add(new Write(null));
    }

    private void add(Write write) {
        Exception problem = null;
        synchronized (this) {
            if (closed) {
                problem = new ClosedChannelException();
            } else if (memory > MOST_WAITING) {
                problem = new IOException("the far side asks for more than it takes");
            } else {
                waiting.add(write);
                memory += write.length() + OVERHEAD;
                if (running) {
                    return;
                }
                running = true;
            }
        }
        if (problem == null) {
            try {
                executor.execute(this::run);
                return;
            } catch (RejectedExecutionException e) {
                problem = e;
            }
        }
        write.done(problem);
        fail(problem);
    }

    private void run() {
        try {
            for (List<Write> batch = next(); !batch.isEmpty(); batch = next()) {
                carryOut(batch);
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
        tellIfDrained();
    }

    private synchronized List<Write> next() {
        List<Write> batch = new ArrayList<>();
        int length = 0;
        for (Write write = waiting.peek(); write != null; write = waiting.peek()) {
            length += write.length();
            if (!batch.isEmpty() && (length > BATCH || write.buffer == null)) {
                return batch;
            }
            batch.add(waiting.remove());
            if (write.buffer == null) {
                return batch;
            }
        }
        running = !batch.isEmpty();
        return batch;
    }

    private void carryOut(List<Write> batch) throws IOException {
        int length = 0;
        try {
            for (Write write : batch) {
                length += write.length();
            }
            Buffer only = batch.get(0).buffer;
            if (only == null) {
                out.close();
            } else if (batch.size() == 1) {
                out.write(only.array(), only.rpos(), length);
            } else {
                out.write(joined(batch, length));
            }
        } catch (IOException | RuntimeException e) {
            batch.forEach(write -> write.done(e));
            throw e;
        }
        synchronized (this) {
            memory -= length + batch.size() * OVERHEAD;
        }
        batch.forEach(write -> write.done(Boolean.TRUE));
    }

    private static byte[] joined(List<Write> batch, int length) {
        byte[] bytes = new byte[length];
        int at = 0;
        for (Write write : batch) {
            Buffer buffer = write.buffer;
            if (buffer != null) {
                System.arraycopy(buffer.array(), buffer.rpos(), bytes, at, buffer.available());
                at += buffer.available();
            }
        }
        return bytes;
    }

    private void fail(Throwable cause) {
        if (close()) {
            failed.accept(cause);
        }
    }

    /** Completes when all that was written until then has gone, or never will. */
    CloseFuture drained() {
        synchronized (this) {
            draining = true;
        }
        tellIfDrained();
        return drained;
    }

    private void tellIfDrained() {
        boolean now;
        synchronized (this) {
            now = draining && !running;
        }
        if (now) {
            drained.setClosed(); // without the lock: it closes the session
        }
    }

    /** Gives up what still waits; false when that was done before. */
    boolean close() {
        List<Write> left;
        synchronized (this) {
            if (closed) {
                return false;
            }
            closed = true;
            left = List.copyOf(waiting);
            waiting.clear();
        }
        left.forEach(write -> write.done(new ClosedChannelException()));
        drained.setClosed();
        return true;
    }
}
