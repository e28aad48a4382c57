package org.agentbroker.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.agentbroker.agent.wire.FrameDecoder;
import org.agentbroker.agent.wire.MalformedMessage;

/** Serves a peer at the other end of two streams, whatever carries them: a pipe, a socket, a channel of any SSH library. */
public final class AgentStream {
    private static final int READ_AT_ONCE = 4096;

    private AgentStream() {}

    /**
     * Answers every message until the peer ends its stream or breaks the framing. Blocks; one answer is under way at a
     * time, so a peer that does not read stops only itself. Closes neither the connection nor the streams.
     *
     * @throws IOException when a stream fails
     */
    public static void serve(AgentConnection connection, InputStream in, OutputStream out) throws IOException {
        FrameDecoder decoder = new FrameDecoder(connection.largestRequest());
        byte[] read = new byte[READ_AT_ONCE];
        int count = in.read(read);
        while (count >= 0) {
            try {
                for (byte[] message : decoder.feed(read, 0, count)) {
                    answer(connection, message, out);
                }
            } catch (MalformedMessage e) {
                connection.tooLarge();
                return;
            }
            Arrays.fill(read, 0, count, (byte) 0); // it may have been part of a private key
            count = in.read(read);
        }
    }

    private static void answer(AgentConnection connection, byte[] message, OutputStream out) throws IOException {
        try {
            out.write(connection.answer(message));
            out.flush();
        } finally {
            Arrays.fill(message, (byte) 0);
        }
    }
}
