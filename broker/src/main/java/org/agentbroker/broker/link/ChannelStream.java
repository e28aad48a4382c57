package org.agentbroker.broker.link;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.channel.AbstractChannel;
import org.jspecify.annotations.Nullable;

/** A channel as a stream: what channels that either side opened have in common. */
final class ChannelStream implements FarEnd {
    private final AbstractChannel channel;
    private final Executor executor;
    private final ChannelOut out;
    private final AtomicInteger halves = new AtomicInteger(2);
    private volatile @Nullable Pump pump;
    private volatile boolean closedByPeer;
    private boolean opened;
    private boolean closeWanted;

    ChannelStream(AbstractChannel channel, ChannelOut.Eof eof, Executor executor) {
        this.channel = channel;
        this.executor = executor;
        this.out = new ChannelOut(channel, () -> {
            eof.send();
            halfEnded();
        });
    }

    /**
     * Finds who takes what arrives.
     *
     * @param gone called when the stream was taken and both the channel and the receiver are done with
     * @return false when nobody wants it
     */
    boolean offer(Acceptor acceptor, Runnable gone) {
        Receiver receiver = accepted(acceptor);
        if (receiver == null) {
            out.closed();
            return false;
        }
        AtomicInteger left = new AtomicInteger(2);
        Runnable done = () -> {
            if (left.decrementAndGet() == 0) {
                gone.run();
            }
        };
        channel.addCloseFutureListener(future -> done.run());
        pump = new Pump(new Noting(receiver, done), this::release, executor, e -> close());
        return true;
    }

    private @Nullable Receiver accepted(Acceptor acceptor) {
        try {
            return acceptor.accept(this);
        } catch (RuntimeException e) {
            return null; // one connection must not end the hop
        }
    }

    /** From now on packets may be sent. */
    void opened() {
        out.open();
        synchronized (this) {
            opened = true;
            if (!closeWanted) {
                return;
            }
        }
        closeChannel();
    }

    void take(byte[] data, int offset, int length) throws IOException {
        Pump to = pump;
        if (to != null && length > 0) {
            to.take(Arrays.copyOfRange(data, offset, offset + length));
        }
    }

    void end() {
        Pump to = pump;
        if (to != null) {
            to.end();
        }
    }

    /**
     * The peer closes the channel; {@link #closing} follows.
     *
     * @param handling what MINA does then, which answers with a close of ours
     */
    void peerCloses(Handling handling) {
        closedByPeer = true;
        out.closed(() -> {
            try {
                handling.run();
            } catch (IOException e) {
                channel.close(true);
            }
        });
    }

    /** What is done about a message. */
    interface Handling {
        void run() throws IOException;
    }

    /** The channel is being closed, by whomever. */
    void closing() {
        out.closed();
        Pump to = pump;
        if (to != null && closedByPeer) {
            to.close();
        } else if (to != null) {
            to.abort();
        }
    }

    /** As {@link #close}, and drops what a channel that the peer has closed may have left for its receiver. */
    void abort() {
        close();
        Pump to = pump;
        if (to != null) {
            to.abort();
        }
    }

    private void release(int bytes) throws IOException {
        if (!channel.isClosing()) {
            channel.getLocalWindow().release(bytes);
        }
    }

    // sshd closes a channel whose halves have both ended, too; this does not rely on that
    private void halfEnded() {
        if (halves.decrementAndGet() == 0) {
            close();
        }
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public void close() {
        synchronized (this) {
            closeWanted = true;
            if (!opened) {
                return;
            }
        }
        closeChannel();
    }

    // not at once: MINA would then leave out the message that tells the peer
    private void closeChannel() {
        out.closed(() -> channel.close(false));
    }

    private final class Noting implements Receiver {
        private final Receiver receiver;
        private final Runnable done;

        Noting(Receiver receiver, Runnable done) {
            this.receiver = receiver;
            this.done = done;
        }

        @Override
        public void take(byte[] bytes) throws IOException, InterruptedException {
            receiver.take(bytes);
        }

        @Override
        public void end() {
            receiver.end();
            halfEnded();
        }

        @Override
        public void closed() {
            try {
                receiver.closed();
            } finally {
                done.run();
            }
        }
    }
}
