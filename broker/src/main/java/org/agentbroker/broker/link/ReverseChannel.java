package org.agentbroker.broker.link;

import java.io.IOException;
import java.util.Collections;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.jspecify.annotations.Nullable;

/** One connection to the client's end of a reverse forward; the client opened this channel. */
final class ReverseChannel extends AbstractServerChannel {
    private final Function<Buffer, @Nullable ReverseForward> forwards;
    private final ChannelStream stream;

    /** @param forwards finds the one that the client's message is about; null when there is none */
    ReverseChannel(Function<Buffer, @Nullable ReverseForward> forwards, Executor executor) {
        super("", Collections.emptyList(), null);
        this.forwards = forwards;
        this.stream = new ChannelStream(this, this::sendEof, executor);
    }

    @Override
    protected OpenFuture doInit(Buffer buffer) {
        OpenFuture future = new DefaultOpenFuture(this, this);
        ReverseForward forward = forwards.apply(buffer);
        if (forward == null || !forward.accept(stream)) {
            future.setException(new SshChannelOpenException(
                    getChannelId(), SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, "refused"));
            close(true); // or MINA would keep the channel until the session ends
            return future;
        }
        signalChannelOpenSuccess();
        future.setOpened();
        stream.opened();
        return future;
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
        throw new UnsupportedOperationException("a forwarded connection has one stream");
    }
}
