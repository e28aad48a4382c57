package org.agentbroker.broker.link;

import java.io.IOException;

/**
 * Takes what arrives on one stream: in order, on one thread at a time, never on an I/O thread. It may block, which stops
 * the sender and bounds what waits here.
 */
public interface Receiver {
    /**
     * @param bytes from now on the receiver's own
     * @throws IOException when no more can be taken; the stream is closed then
     */
    void take(byte[] bytes) throws IOException, InterruptedException;

    /** The far side sends no more; comes after all bytes. */
    void end();

    /**
     * The stream is gone, however that came; called once, on any thread, and the last call. Comes after all bytes when
     * the far side closed the stream, else at once: then {@link #take} may be under way, and should be woken.
     */
    void closed();
}
