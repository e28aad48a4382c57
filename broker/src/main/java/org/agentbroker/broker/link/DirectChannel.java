package org.agentbroker.broker.link;

import java.io.IOException;
import java.util.concurrent.Executor;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** A connection that the sshd at the other end of a session makes for us (RFC 4254, 7.2). */
final class DirectChannel extends AbstractClientChannel {
    private final String host;
    private final int port;
    private final Acceptor acceptor;
    private final ChannelStream stream;

    /** @param acceptor asked when the connection is made */
    DirectChannel(String host, int port, Acceptor acceptor, Executor executor) {
        super("direct-tcpip");
        this.host = host;
        this.port = port;
        this.acceptor = acceptor;
        this.stream = new ChannelStream(this, this::sendEof, executor);
    }

    @Override
    public synchronized OpenFuture open() throws IOException {
        openFuture = new DefaultOpenFuture(toString(), futureLock);
        Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN, 64 + host.length());
        buffer.putString(getChannelType());
        buffer.putUInt(getChannelId());
        buffer.putUInt(getLocalWindow().getSize());
        buffer.putUInt(getLocalWindow().getPacketSize());
        buffer.putString(host);
        buffer.putUInt(port);
        buffer.putString("127.0.0.1"); // the originator: as ssh -J says it (channels.c, port_open_helper)
        buffer.putUInt(0xffff);
        writePacket(buffer);
        return openFuture;
    }

    /** Why it was not opened; null when it was, or was not tried. */
    @Nullable
    Throwable openFailure() {
        OpenFuture future = openFuture;
        return future == null ? null : future.getException();
    }

    @Override
    protected void doOpen() throws IOException {
        if (!stream.offer(acceptor, () -> {})) {
            throw new IOException("nobody wants the connection any more");
        }
        stream.opened();
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) throws IOException {
        stream.take(data, offset, (int) length);
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

    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) {
        throw new UnsupportedOperationException("a connection has one stream");
    }
}
