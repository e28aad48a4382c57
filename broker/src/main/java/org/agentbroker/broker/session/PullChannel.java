package org.agentbroker.broker.session;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.agentbroker.agent.mina.AgentExec;
import org.agentbroker.broker.link.Pump;
import org.agentbroker.broker.plan.Deadline;
import org.agentbroker.broker.session.Sinks.Refusal;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelListener;

/** The command on the client: its output goes to sinks, its end is a value. */
final class PullChannel extends AgentExec {
    private static final Duration QUIET = Duration.ofSeconds(3);

    private static final Duration HELD_OPEN = Duration.ofSeconds(60);

    private final boolean forwarded;
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private final CompletableFuture<Boolean> exited = new CompletableFuture<>();
    private final CompletableFuture<Boolean> endOfOutput = new CompletableFuture<>();
    private final Pump out;
    private final Pump err;
    private final AtomicLong chunks = new AtomicLong();

    /** @param forwarded whether the client's sshd is asked to forward an agent */
    PullChannel(String command, boolean forwarded, Sinks sinks, Executor executor) {
        super(command);
        this.forwarded = forwarded;
        out = new Pump(sinks.out(), this::release, executor, this::failed);
        err = new Pump(sinks.err(), this::release, executor, this::failed);
        setOut(OutputStream.nullOutputStream()); // or MINA makes pipes that nobody reads
        setErr(OutputStream.nullOutputStream());
        addChannelListener(new EndListener());
        addCloseFutureListener(future -> {
            endOfOutput.complete(true);
            ending.complete(new Ending.Lost());
            exited.complete(true);
        });
    }

    private final class EndListener implements ChannelListener {
        @Override
        public void channelStateChanged(Channel channel, String hint) {
            Integer status = getExitStatus();
            String signal = getExitSignal();
            if (signal != null) {
                ending.complete(new Ending.Killed(signal));
            } else if (status != null) {
                ending.complete(new Ending.Exited(status));
            }
            if (signal != null || status != null) {
                exited.complete(true);
            }
            if (isEofSignalled()) {
                endOfOutput.complete(true);
            }
        }
    }

    @Override
    protected void doOpenPty() throws IOException {
        if (forwarded) {
            super.doOpenPty();
        }
    }

    private void failed(Exception e) {
        if (e instanceof Refusal refusal) {
            ending.complete(refusal.ending());
        } else if (e instanceof RuntimeException fault) {
            ending.complete(new Ending.Faulty(fault));
        } else {
            ending.complete(new Ending.Lost());
        }
    }

    private void release(int bytes) throws IOException {
        if (!isClosing()) {
            getLocalWindow().release(bytes);
        }
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) throws IOException {
        chunks.incrementAndGet();
        out.take(Arrays.copyOfRange(data, offset, offset + (int) length));
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) throws IOException {
        chunks.incrementAndGet();
        err.take(Arrays.copyOfRange(data, offset, offset + (int) length));
    }

    /** Sends that no more comes. */
    void endInput() throws IOException {
        sendEof();
    }

    /** Completes with the first of: exit status, signal, loss of the hop, a sink that takes no more. */
    CompletableFuture<Ending> ending() {
        return ending;
    }

    /** Completes when the command is gone: by its exit status, its signal, or with the channel. */
    CompletableFuture<Boolean> exited() {
        return exited;
    }

    /**
     * Takes what is still on its way: sshd sends the exit status before the rest of the output (session.c,
     * session_exit_message). Ends with the streams, or when the client has been silent for three seconds while nothing
     * waited here, because it may keep them open for ever. However long the sinks take: who reads a page of our
     * output for an hour shall find the next one, too.
     *
     * @param patience with a client that goes on sending
     * @return false when the sinks have not taken everything by the deadline
     */
    boolean drain(Duration patience, Deadline deadline) throws InterruptedException {
        boolean more = true;
        for (Duration waited = Duration.ZERO; more && waited.compareTo(patience) < 0; waited = waited.plus(QUIET)) {
            if (!areIdle(deadline)) {
                return false;
            }
            long before = chunks.get();
            more = !atEnd(deadline.atMost(QUIET)) && chunks.get() != before;
        }
        if (!areIdle(deadline)) {
            return false;
        }
        out.end();
        err.end();
        return areIdle(deadline);
    }

    /**
     * Takes everything up to the end of the streams, however long that is on its way.
     *
     * @return false when the end did not come: the hop was lost, the client keeps them open and sends nothing, or the
     *     deadline is over
     */
    boolean drainToEnd(Deadline deadline) throws InterruptedException {
        long before;
        do {
            before = chunks.get();
        } while (!atEnd(deadline.atMost(HELD_OPEN)) && areIdle(deadline) && chunks.get() != before);
        if (!isEofSignalled() || !areIdle(deadline)) {
            return false;
        }
        out.end();
        err.end();
        return areIdle(deadline);
    }

    private boolean areIdle(Deadline deadline) throws InterruptedException {
        return out.awaitIdle(deadline.left().toNanos())
                && err.awaitIdle(deadline.left().toNanos());
    }

    private boolean atEnd(Duration wait) throws InterruptedException {
        return Waiting.until(endOfOutput, wait).isPresent();
    }
}
