package org.agentbroker.agent.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a stream into messages: {@code uint32 length}, then that many bytes (RFC 9987, 3). Knows nothing of their
 * content and keeps at most one unfinished message, in no more than twice the memory of what has arrived of it: an
 * announced length costs nothing.
 */
public final class FrameDecoder {
    private static final int FIRST_PIECE = 1024;

    private final int limit;
    private final ByteBuffer header = ByteBuffer.allocate(Integer.BYTES);
    private byte[] body = {};
    private int filled;

    /** @param limit longest message taken, in bytes, without its length field */
    public FrameDecoder(int limit) {
        this.limit = limit;
    }

    /**
     * Takes the next bytes of the stream and gives the messages that they complete, in order.
     *
     * @throws MalformedMessage when a message announces no bytes or more than the limit; the stream is of no use then
     */
    public List<byte[]> feed(byte[] bytes, int offset, int length) throws MalformedMessage {
        if (!header.hasRemaining()) {
            checkedLength(); // a stream that was of no use stays so
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
        List<byte[]> frames = new ArrayList<>();
        while (in.hasRemaining()) {
            if (header.hasRemaining()) {
                header.put(in.get());
                if (!header.hasRemaining()) {
                    body = new byte[Math.min(checkedLength(), FIRST_PIECE)];
                    filled = 0;
                }
            } else if (fill(in)) {
                frames.add(body);
                body = new byte[0];
                header.clear();
            }
        }
        return frames;
    }

    /** How many bytes of an unfinished message are kept. */
    public int pending() {
        return header.hasRemaining() ? header.position() : Integer.BYTES + filled;
    }

    private int checkedLength() throws MalformedMessage {
        int announced = header.getInt(0);
        if (announced == 0) {
            throw new MalformedMessage("a message of length 0");
        }
        if (announced < 0 || announced > limit) {
            throw new MalformedMessage(
                    "a message of " + Integer.toUnsignedString(announced) + " bytes, limit " + limit);
        }
        return announced;
    }

    private boolean fill(ByteBuffer in) {
        int announced = header.getInt(0);
        int wanted = Math.min(in.remaining(), announced - filled);
        if (filled + wanted > body.length) {
            byte[] old = body;
            body = Arrays.copyOf(old, Math.min(announced, Math.max(2 * old.length, filled + wanted)));
            Arrays.fill(old, (byte) 0); // it may be part of a private key
        }
        in.get(body, filled, wanted);
        filled += wanted;
        return filled == announced;
    }
}
