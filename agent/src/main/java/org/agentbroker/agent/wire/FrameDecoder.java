package org.agentbroker.agent.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a stream into messages: {@code uint32 length}, then that many bytes (RFC 9987, 3). Knows nothing of their
 * content, keeps at most one unfinished message, and allocates for a length only after checking it.
 */
public final class FrameDecoder {
    private final int limit;
    private final ByteBuffer header = ByteBuffer.allocate(Integer.BYTES);
    private ByteBuffer body = ByteBuffer.allocate(0);

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
                move(in, header);
                if (!header.hasRemaining()) {
                    body = ByteBuffer.allocate(checkedLength());
                }
            } else {
                move(in, body);
                if (!body.hasRemaining()) {
                    frames.add(body.array());
                    header.clear();
                }
            }
        }
        return frames;
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

    private static void move(ByteBuffer from, ByteBuffer to) {
        int count = Math.min(from.remaining(), to.remaining());
        to.put(from.array(), from.arrayOffset() + from.position(), count);
        from.position(from.position() + count);
    }
}
