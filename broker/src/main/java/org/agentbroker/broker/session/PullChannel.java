package org.agentbroker.broker.session;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agentbroker.agent.mina.AgentExec;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelListener;

/** The command on the client: its output goes to sinks, its end is a value. */
final class PullChannel extends AgentExec {
    private static final Duration QUIET = Duration.ofMillis(500);

    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private final CompletableFuture<Void> exited = new CompletableFuture<>();
    private final CompletableFuture<Void> endOfOutput = new CompletableFuture<>();
    private final Pump out;
    private final Pump err;
    private volatile long lastHeard = System.nanoTime();

    PullChannel(String command, Sinks sinks, Executor executor) {
        super(command);
        out = new Pump(sinks.out(), this::release, executor, ending::complete);
        err = new Pump(sinks.err(), this::release, executor, ending::complete);
        setOut(OutputStream.nullOutputStream()); // or MINA makes pipes that nobody reads
        setErr(OutputStream.nullOutputStream());
        addChannelListener(new EndListener());
        addCloseFutureListener(future -> {
            endOfOutput.complete(null);
            ending.complete(new Ending.Lost());
            exited.complete(null);
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
                exited.complete(null);
            }
            if (isEofSignalled()) {
                endOfOutput.complete(null);
            }
        }
    }

    private void release(int bytes) throws IOException {
        if (!isClosing()) {
            getLocalWindow().release(bytes);
        }
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) {
        lastHeard = System.nanoTime();
        out.take(Arrays.copyOfRange(data, offset, offset + (int) length));
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) {
        lastHeard = System.nanoTime();
        err.take(Arrays.copyOfRange(data, offset, offset + (int) length));
    }

    /** Completes with the first of: exit status, signal, loss of the hop, a sink that takes no more. */
    CompletableFuture<Ending> ending() {
        return ending;
    }

    /** Completes when the command is gone: by its exit status, its signal, or with the channel. */
    CompletableFuture<Void> exited() {
        return exited;
    }

    /**
     * Takes what is still on its way: sshd sends the exit status before the rest of the output (session.c,
     * session_exit_message). Ends with the streams, or after half a second of silence, because a client may keep them
     * open for ever, or when the time is over.
     */
    void drain(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!atEnd(QUIET) && !isQuiet() && System.nanoTime() < end) {
            out.awaitIdle(end - System.nanoTime());
            err.awaitIdle(end - System.nanoTime());
        }
        out.awaitIdle(end - System.nanoTime());
        err.awaitIdle(end - System.nanoTime());
        out.end();
        err.end();
    }

    private boolean atEnd(Duration wait) throws InterruptedException {
        try {
            endOfOutput.get(wait.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new AssertionError("it is only completed with a value", e);
        }
    }

    private boolean isQuiet() {
        return System.nanoTime() - lastHeard > QUIET.toNanos();
    }
}
