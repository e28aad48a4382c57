package org.agentbroker.agent.mina;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.agentbroker.agent.AgentConnection;
import org.agentbroker.agent.wire.FrameDecoder;
import org.agentbroker.agent.wire.MalformedMessage;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.ChannelOutputStream;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.jspecify.annotations.Nullable;

/**
 * One agent connection of the client, which opened this channel. Requests are answered one after the other on an
 * executor, never on the I/O thread. The peer may have a window's worth of bytes outstanding, and no more is granted
 * before an answer was taken: memory is bounded, and a peer that does not read stops only itself.
 */
final class AgentChannel extends AbstractServerChannel {
    private static final long WINDOWS = 4;

    private final AgentConnection connection;
    private final Executor executor;
    private final FrameDecoder decoder;
    private final Deque<byte[]> requests = new ArrayDeque<>();
    private boolean answering;
    private boolean endOfRequests;
    private boolean failed;
    private @Nullable OutputStream replies;

    AgentChannel(AgentConnection connection, Executor executor) {
        super("", Collections.emptyList(), null);
        this.connection = connection;
        this.executor = executor;
        this.decoder = new FrameDecoder(connection.largestRequest());
        CoreModuleProperties.WINDOW_SIZE.set(this, WINDOWS * connection.largestRequest());
        addCloseFutureListener(future -> connection.close());
    }

    @Override
    protected OpenFuture doInit(Buffer buffer) {
        replies = new ChannelOutputStream(this, getRemoteWindow(), log, SshConstants.SSH_MSG_CHANNEL_DATA, true);
        OpenFuture opened = new DefaultOpenFuture(this, this);
        signalOpenSuccess();
        opened.setOpened();
        notifyStateChanged("auth-agent");
        return opened;
    }

    private void signalOpenSuccess() {
        try {
            signalChannelOpenSuccess();
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) {
        synchronized (requests) {
            if (failed) {
                return; // sent before the peer saw our close
            }
            try {
                requests.addAll(decoder.feed(data, offset, (int) length));
                decoder.check();
            } catch (MalformedMessage e) {
                connection.tooLarge();
                fail();
                return;
            }
            startAnswering();
        }
    }

    private void startAnswering() {
        if (!answering && !requests.isEmpty()) {
            answering = true;
            executor.execute(this::answer);
        }
    }

    private void answer() {
        try {
            byte[] request = next();
            while (request != null) {
                OutputStream out = Objects.requireNonNull(replies);
                out.write(connection.answer(request));
                out.flush();
                getLocalWindow().release(Integer.BYTES + request.length);
                request = next();
            }
        } catch (IOException | RuntimeException e) {
            fail(); // whatever went wrong, it ends this connection alone
        }
    }

    // not at once: MINA would then leave out the message that tells the peer
    private void fail() {
        synchronized (requests) {
            failed = true;
            requests.clear();
        }
        close(false);
    }

    /** Null when there is nothing to answer now; then a later request starts a new task. */
    private byte @Nullable [] next() {
        synchronized (requests) {
            byte[] request = requests.poll();
            if (request == null) {
                answering = false;
                if (endOfRequests) {
                    close(false);
                }
            }
            return request;
        }
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        synchronized (requests) {
            endOfRequests = true;
            if (!answering) {
                close(false);
            }
        }
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) {
        throw new UnsupportedOperationException("an agent connection has one stream");
    }
}
