package org.agentbroker.broker.link;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.RemoteWindow;
import org.apache.sshd.common.channel.WindowClosedException;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes into a channel: each write is sent at once, in packets of 32 KiB at the most. MINA's own stream gives up on a
 * peer that takes nothing for 30 s, and bounds by the peer's window alone what waits for the network; a hostile peer
 * opens that to 4 GiB and stops reading.
 */
public final class ChannelOut extends OutputStream {
    /** Sends the channel's EOF. */
    @FunctionalInterface
    public interface Eof {
        /** Once, after all that was written. */
        void send() throws IOException;
    }

    private static final Duration FOREVER = Duration.ofDays(36_500);
    private static final int MOST_IN_PACKET = 32 * 1024;
    private static final int MOST_IN_FLIGHT = 2 * 1024 * 1024;
    private static final int OVERHEAD = 512; // of memory for a packet: the peer may allow no more than a byte in each

    private final Channel channel;
    private final Eof eof;
    private final Object flight = new Object();
    private int inFlight;
    private boolean opened;
    private boolean closed;
    private boolean ended;
    private boolean sending;
    private @Nullable Runnable afterSending;
    private @Nullable Throwable failure;

    ChannelOut(Channel channel, Eof eof) {
        this.channel = channel;
        this.eof = eof;
    }

    /** Into a channel that is open already; closing this sends nothing, and leaves the channel open. */
    public static ChannelOut into(Channel channel) {
        return into(channel, () -> {});
    }

    /** The same; closing this sends that no more comes, and leaves the channel open. */
    public static ChannelOut into(Channel channel, Eof eof) {
        ChannelOut out = new ChannelOut(channel, eof);
        out.open();
        channel.addCloseFutureListener(future -> out.closed());
        return out;
    }

    /** What was written until now waited for this. */
    void open() {
        synchronized (flight) {
            opened = true;
            flight.notifyAll();
        }
    }

    /** Wakes who is blocked here; nothing can be written any more. */
    void closed() {
        closed(() -> {});
    }

    /**
     * As above, and then sends the close: not between a writer's last look and its packet. sshd ends the whole hop for data
     * of a channel that it has let go of (channels.c, channel_from_packet_id).
     *
     * @param close run here, or by the writer that is at it; more than one may come
     */
    void closed(Runnable close) {
        synchronized (flight) {
            closed = true;
            flight.notifyAll();
            if (sending) {
                Runnable before = afterSending;
                afterSending = before == null
                        ? close
                        : () -> {
                            before.run();
                            close.run();
                        };
                return;
            }
        }
        close.run();
    }

    private void startSending() throws IOException {
        synchronized (flight) {
            if (closed) {
                throw new IOException("the stream is closed");
            }
            sending = true;
        }
    }

    private void endSending() {
        Runnable close;
        synchronized (flight) {
            sending = false;
            close = afterSending;
            afterSending = null;
        }
        if (close != null) {
            close.run();
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (ended) {
            throw new IOException("written after the end");
        }
        try {
            int sent = 0;
            while (sent < length) {
                awaitFlight();
                RemoteWindow window = channel.getRemoteWindow();
                long room = Math.min(window.waitForSpace(FOREVER), window.getPacketSize());
                int count = (int) Math.min(Math.min(room, MOST_IN_PACKET), length - sent);
                startSending();
                try {
                    window.consume(count);
                    send(bytes, offset + sent, count);
                } finally {
                    endSending();
                }
                sent += count;
            }
        } catch (WindowClosedException e) {
            throw new IOException("the stream is closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the far side took nothing");
        }
    }

    private void awaitFlight() throws IOException, InterruptedException {
        synchronized (flight) {
            while (!closed && failure == null && (!opened || inFlight >= MOST_IN_FLIGHT)) {
                flight.wait();
            }
            if (closed || failure != null) {
                throw new IOException("the stream is closed", failure);
            }
        }
    }

    private void send(byte[] bytes, int offset, int count) throws IOException {
        Buffer packet = channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, 2 * Integer.BYTES + count);
        packet.putUInt(channel.getRecipient());
        packet.putBytes(bytes, offset, count);
        int size = count + OVERHEAD;
        synchronized (flight) {
            inFlight += size;
        }
        channel.writePacket(packet).addListener(future -> landed(future, size));
    }

    private void landed(IoWriteFuture future, int size) {
        synchronized (flight) {
            inFlight -= size;
            if (!future.isWritten()) {
                failure = future.getException();
            }
            if (failure != null || inFlight < MOST_IN_FLIGHT / 2) {
                flight.notifyAll();
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (ended) {
            return;
        }
        ended = true;
        synchronized (flight) {
            if (closed) {
                return; // with the stream
            }
            sending = true;
        }
        try {
            eof.send();
        } finally {
            endSending();
        }
    }
}
