package org.agentbroker.agent.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A stream cut into messages in the plainest way, to compare with.
 *
 * @param frames the messages before the stream's end, or before the first that announces a length that none may have
 * @param broken there was such a length
 * @param rest bytes of an unfinished message
 */
record Cut(List<byte[]> frames, boolean broken, int rest) {
    static Cut of(byte[] stream, int limit) {
        ByteBuffer in = ByteBuffer.wrap(stream);
        List<byte[]> frames = new ArrayList<>();
        while (in.remaining() >= Integer.BYTES) {
            long length = Integer.toUnsignedLong(in.getInt(in.position()));
            if (length == 0 || length > limit) {
                return new Cut(frames, true, 0);
            }
            if (in.remaining() < Integer.BYTES + length) {
                break;
            }
            in.getInt();
            byte[] frame = new byte[(int) length];
            in.get(frame);
            frames.add(frame);
        }
        return new Cut(frames, false, in.remaining());
    }
}
