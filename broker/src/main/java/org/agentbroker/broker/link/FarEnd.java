package org.agentbroker.broker.link;

import java.io.OutputStream;

/** The other side of a stream that an {@link Acceptor} was asked about. */
public interface FarEnd extends AutoCloseable {
    /**
     * Writes to it, each write at once and with no need to flush; blocks for as long as it takes nothing, without limit,
     * and fails when the stream is closed. Closing it says that no more comes.
     */
    OutputStream out();

    /** Ends both directions at once. May be called again, from any thread. */
    @Override
    void close();
}
