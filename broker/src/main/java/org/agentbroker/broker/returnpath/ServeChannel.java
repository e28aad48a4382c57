package org.agentbroker.broker.returnpath;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.Semaphore;
import org.agentbroker.broker.link.Pump;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.RemoteWindow;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.jspecify.annotations.Nullable;

/**
 * The session channel. It grants one request, {@code exec}, whatever the command: no shell, subsystem, terminal,
 * variable or forwarding.
 */
final class ServeChannel extends AbstractServerChannel {
    private static final int WINDOW = 2 << 20;
    private static final int MOST_UNSENT = 4 << 20;
    // MINA gives up after 30 s otherwise; a client may rightly read nothing for hours
    private static final Duration FOREVER = Duration.ofDays(36_500);

    // borg that fails closes both ends at once, then waits for its ssh; that tells none but OpenSSH's servers that
    // nobody
    // reads any more (channels.c, chan_send_eow2), and no longer opens the window
    private static final Duration AFTER_END = Duration.ofSeconds(3);

    private final EmbeddedSession connection;
    private final ChildInput input = new ChildInput();
    private final Pump inbound;
    // a client may grant a huge window and then read nothing
    private final Semaphore unsent = new Semaphore(MOST_UNSENT);
    private volatile @Nullable ServeChild child;

    ServeChannel(EmbeddedSession connection) {
        super("", Collections.emptyList(), null);
        this.connection = connection;
        this.inbound = new Pump(input, this::release, connection.arrival().executor(), e -> {});
        CoreModuleProperties.WINDOW_SIZE.set(this, (long) WINDOW);
        addCloseFutureListener(future -> gone());
    }

    @Override
    public void handleRequest(Buffer buffer) throws IOException {
        String request = buffer.getString();
        boolean wantReply = buffer.getBoolean();
        if (!request.equals("exec") || child != null) {
            reply(wantReply, SshConstants.SSH_MSG_CHANNEL_FAILURE);
            return;
        }
        connection.arrival().asked(buffer.getString());
        ServeChild served = connection.arrival().serve(this, input);
        child = served;
        if (isClosing()) {
            gone(); // it may have gone before there was a child to tell
        }
        try {
            reply(wantReply, SshConstants.SSH_MSG_CHANNEL_SUCCESS);
        } finally {
            served.start(); // also when the connection has just gone: who closes the server waits for all of them
        }
    }

    private void reply(boolean wanted, byte message) throws IOException {
        if (wanted) {
            Buffer reply = connection.createBuffer(message, Integer.BYTES);
            reply.putUInt(getRecipient());
            connection.reply(reply);
        }
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) throws IOException {
        inbound.take(Arrays.copyOfRange(data, offset, offset + (int) length));
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) {
        throw new UnsupportedOperationException("handleExtendedData refuses it");
    }

    // MINA would answer these, or log a line for each, however many there are
    @Override
    public void handleExtendedData(Buffer buffer) throws IOException {
        throw new IOException("a client has no standard error");
    }

    @Override
    public void handleWindowAdjust(Buffer buffer) throws IOException {
        if (getRemoteWindow().getSize() + buffer.rawUInt(buffer.rpos()) > BufferUtils.MAX_UINT32_VALUE) {
            throw new IOException("a window beyond 2^32 - 1"); // RFC 4254, 5.2
        }
        super.handleWindowAdjust(buffer);
    }

    @Override
    public void handleData(Buffer buffer) throws IOException {
        requireNoEof();
        super.handleData(buffer);
    }

    @Override
    public void handleEof() throws IOException {
        requireNoEof();
        super.handleEof();
        inbound.end();
    }

    private void requireNoEof() throws IOException {
        if (isEofSignalled()) {
            throw new IOException("more after the end");
        }
    }

    @Override
    public void handleClose() throws IOException {
        gone(); // before the answer, which may have to wait
        super.handleClose();
    }

    private void gone() {
        ServeChild served = child;
        if (served != null) {
            served.cut(); // first: at the end of its input it may end at once, and nobody would know why
        }
        inbound.abort();
        unsent.release(MOST_UNSENT); // nobody waits for what nobody takes
    }

    private void release(int bytes) throws IOException {
        if (!isClosing()) {
            getLocalWindow().release(bytes);
        }
    }

    /** Sends output of the child; blocks for as long as the client takes nothing. */
    void send(byte[] bytes, int length, boolean error) throws IOException, InterruptedException {
        RemoteWindow window = getRemoteWindow();
        for (int sent = 0; sent < length; ) {
            long space = Math.min(space(window), window.getPacketSize());
            int count = (int) Math.min(space, length - sent);
            if (count <= 0) {
                throw new IOException("a client that takes packets without bytes");
            }
            unsent.acquire(count);
            window.waitAndConsume(count, FOREVER);
            writePacket(packet(bytes, sent, count, error)).addListener(future -> unsent.release(count));
            sent += count;
        }
    }

    private long space(RemoteWindow window) throws IOException, InterruptedException {
        while (true) {
            try {
                return window.waitForSpace(AFTER_END);
            } catch (SocketTimeoutException e) {
                if (isEofSignalled()) {
                    throw e;
                }
            }
        }
    }

    private Buffer packet(byte[] bytes, int offset, int count, boolean error) {
        Buffer packet = connection.createBuffer(
                error ? SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA : SshConstants.SSH_MSG_CHANNEL_DATA,
                3 * Integer.BYTES + count);
        packet.putUInt(getRecipient());
        if (error) {
            packet.putUInt(SshConstants.SSH_EXTENDED_DATA_STDERR);
        }
        packet.putBytes(bytes, offset, count);
        return packet;
    }

    /** After all output. */
    void exited(int status) {
        try {
            sendExitStatus(status);
            sendEof();
        } catch (IOException e) {
            // the client has gone
        } finally {
            close(false);
        }
    }
}
