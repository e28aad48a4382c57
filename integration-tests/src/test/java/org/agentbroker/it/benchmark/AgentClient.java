package org.agentbroker.it.benchmark;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A client of any agent that costs little itself: one message out, its answer back, over the JDK's own unix sockets. */
public final class AgentClient implements AutoCloseable {
    private final SocketChannel channel;
    // answers of a benchmark are small; one buffer for both ways, outside the heap, spares copies
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024 + Integer.BYTES);

    private AgentClient(SocketChannel channel) {
        this.channel = channel;
    }

    public static AgentClient connect(Path socket) throws IOException {
        return new AgentClient(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    /**
     * Sends a message and waits for the answer.
     *
     * @param message with its length field
     * @return the answer's number
     */
    public int exchange(byte[] message) throws IOException {
        buffer.clear().put(message).flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
        int wanted = Integer.BYTES + 1;
        while (buffer.position() < wanted) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the agent closed the connection");
            }
            if (buffer.position() >= Integer.BYTES) {
                wanted = Integer.BYTES + buffer.getInt(0);
            }
        }
        return buffer.get(Integer.BYTES);
    }

    /** The answer to the last message, without its length field. */
    public byte[] answer() {
        byte[] answer = new byte[buffer.getInt(0)];
        buffer.get(Integer.BYTES, answer);
        return answer;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
