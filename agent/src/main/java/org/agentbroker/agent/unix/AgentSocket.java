package org.agentbroker.agent.unix;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** A connection to an outside agent: messages go out and come back whole, one at a time. */
public final class AgentSocket implements AutoCloseable {
    // OpenSSH's limit in both directions (ssh-agent.c AGENT_MAX_LEN, authfd.c MAX_AGENT_REPLY_LEN)
    private static final int LARGEST_REPLY = 256 * 1024;

    private final AFUNIXSocket socket;
    private final DataInputStream in;
    private final OutputStream out;

    private AgentSocket(AFUNIXSocket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** @throws IOException when nobody listens there */
    public static AgentSocket open(Path path) throws IOException {
        AFUNIXSocket socket = AFUNIXSocket.connectTo(AFUNIXSocketAddress.of(path));
        try {
            return new AgentSocket(socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
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
        try {
            out.write(request);
            out.flush();
            return reply();
        } catch (EOFException e) {
            throw new EOFException("the agent closed the connection");
        }
    }

    private byte[] reply() throws IOException {
        int length = in.readInt();
        if (length < 1 || length > LARGEST_REPLY) {
            throw new IOException("the agent announced a reply of " + Integer.toUnsignedString(length) + " bytes");
        }
        byte[] reply = new byte[length];
        in.readFully(reply);
        return reply;
    }

    /** Until it is closed from this side. */
    public boolean isOpen() {
        return !socket.isClosed();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
