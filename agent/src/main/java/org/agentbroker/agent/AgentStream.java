package org.agentbroker.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.agentbroker.agent.wire.FrameDecoder;
import org.agentbroker.agent.wire.MalformedMessage;

/**
 * Serves a peer at the other end of two streams, whatever carries them: a pipe, a socket, a channel of any SSH library.
 * One answer is under way at a time, so a peer that does not read stops only itself.
 */
public final class AgentStream {
    private static final int READ_AT_ONCE = 4096;
    // anything but a key under many constraints is smaller
    private static final int SMALL = 8 * 1024;
    // of a large message there are this many copies while it is answered
    private static final int COPIES = 4;
    private static final long PATIENCE_SECONDS = 10;
    private static final long LARGE_MESSAGE_SECONDS = 60;

    private final AgentConnection connection;
    private final InputStream in;
    private final OutputStream out;
    private final Semaphore memory;
    private int taken;
    private volatile long takenAt;

    /**
     * @param memory how many bytes all streams that share it may keep for large messages together; a stream waits for
     *     its share up to 10 s, then it ends
     */
    public AgentStream(AgentConnection connection, InputStream in, OutputStream out, Semaphore memory) {
        this.connection = connection;
        this.in = in;
        this.out = out;
        this.memory = memory;
    }

    /** Serves one peer alone, as {@link #serve()} does. */
    public static void serve(AgentConnection connection, InputStream in, OutputStream out) throws IOException {
        new AgentStream(connection, in, out, new Semaphore(Integer.MAX_VALUE)).serve();
    }

    /**
     * Answers every message until the peer ends its stream or breaks the framing. Blocks. Closes neither the connection
     * nor the streams.
     *
     * @throws IOException when a stream fails
     */
    public void serve() throws IOException {
        FrameDecoder decoder = new FrameDecoder(connection.largestRequest());
        byte[] read = new byte[READ_AT_ONCE];
        try {
            int count = in.read(read);
            while (count >= 0) {
                for (byte[] message : decoder.feed(read, 0, count)) {
                    answer(message);
                }
                Arrays.fill(read, 0, count, (byte) 0); // it may have been part of a private key
                takeMemory(decoder.pending());
                count = in.read(read);
            }
        } catch (MalformedMessage e) {
            connection.tooLarge();
        } finally {
            giveMemory();
        }
    }

    private void answer(byte[] message) throws IOException {
        try {
            out.write(connection.answer(message));
            out.flush();
        } finally {
            Arrays.fill(message, (byte) 0);
            giveMemory();
        }
    }

    private void takeMemory(int pending) throws IOException {
        if (taken > 0 || pending <= SMALL) {
            return;
        }
        int wanted = COPIES * connection.largestRequest();
        try {
            if (!memory.tryAcquire(wanted, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("no memory for a large message");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        takenAt = System.nanoTime();
        taken = wanted;
    }

    private void giveMemory() {
        if (taken > 0) {
            memory.release(taken);
            taken = 0;
            takenAt = 0;
        }
    }

    /** Whether the peer takes too long with a large message, whose memory others may be waiting for. */
    public boolean isOverdue() {
        long since = takenAt;
        return since != 0 && System.nanoTime() - since > TimeUnit.SECONDS.toNanos(LARGE_MESSAGE_SECONDS);
    }
}
