package org.agentbroker.agent.unix;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A connection to an outside agent: messages go out and come back whole, one at a time. */
public final class AgentSocket implements AutoCloseable {
    // OpenSSH's limit in both directions (ssh-agent.c AGENT_MAX_LEN, authfd.c MAX_AGENT_REPLY_LEN)
    private static final int LARGEST_REPLY = 256 * 1024;

    private final SocketChannel channel;

    private AgentSocket(SocketChannel channel) {
        this.channel = channel;
    }

    /** @throws IOException when nobody listens there */
    public static AgentSocket open(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return new AgentSocket(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Sends a message and waits for its answer, without a limit of time: an agent may ask its user first. Closing from
     * another thread ends the wait.
     *
     * @param request with its length field
     * @return the reply without its length field
     */
    public synchronized byte[] exchange(byte[] request) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(request);
        while (out.hasRemaining()) {
            channel.write(out);
        }
        int length = read(Integer.BYTES).getInt();
        if (length < 1 || length > LARGEST_REPLY) {
            throw new IOException("the agent announced a reply of " + Integer.toUnsignedString(length) + " bytes");
        }
        return read(length).array();
    }

    private ByteBuffer read(int length) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(length);
        while (in.hasRemaining()) {
            if (channel.read(in) < 0) {
                throw new EOFException("the agent closed the connection");
            }
        }
        return in.flip();
    }

    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
