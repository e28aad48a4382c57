package org.agentbroker.broker.link;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.sshd.client.channel.ChannelSubsystem;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.util.buffer.Buffer;

/** A subsystem at the other end of a session, such as {@code sftp}, as a stream (RFC 4254, 6.5). */
public final class Subsystem extends ChannelSubsystem {
    private final Acceptor acceptor;
    private final ChannelStream stream;
    private final CompletableFuture<Boolean> granted = new CompletableFuture<>();

    @SuppressWarnings("this-escape") // the listener is only kept until the channel is closed
    private Subsystem(String name, Acceptor acceptor, Executor executor) {
        super(name);
        this.acceptor = acceptor;
        this.stream = new ChannelStream(this, this::sendEof, executor);
        addCloseFutureListener(future -> granted.complete(false));
    }

    /**
     * A channel for it, not opened yet.
     *
     * @param acceptor asked when it is open, before the subsystem is asked for
     */
    public static Subsystem of(ClientSession session, String name, Acceptor acceptor, Executor executor)
            throws IOException {
        Subsystem channel = new Subsystem(name, acceptor, executor);
        session.getService(ConnectionService.class).registerChannel(channel);
        return channel;
    }

    /** Completes with whether the other end runs it. */
    public CompletableFuture<Boolean> granted() {
        return granted;
    }

    @Override
    protected void doOpen() throws IOException {
        if (!stream.offer(acceptor, () -> {})) {
            throw new IOException("nobody wants it any more");
        }
        stream.opened();
        Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, 128);
        buffer.putUInt(getRecipient());
        buffer.putString("subsystem");
        buffer.putBoolean(true);
        buffer.putString(getSubsystem());
        writePacket(buffer);
    }

    @Override
    public void handleSuccess() {
        granted.complete(true);
    }

    @Override
    public void handleFailure() {
        granted.complete(false);
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) throws IOException {
        stream.take(data, offset, (int) length);
    }

    // what it says beside is nobody's, but its window is the stream's
    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) throws IOException {
        getLocalWindow().release(length);
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        stream.end();
    }

    @Override
    public void handleClose() {
        stream.peerCloses(super::handleClose);
    }

    @Override
    protected void preClose() {
        super.preClose();
        stream.closing();
    }
}
