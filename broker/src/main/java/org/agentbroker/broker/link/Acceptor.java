package org.agentbroker.broker.link;

import org.jspecify.annotations.Nullable;

/** Decides about the connections that come to the client's end of a reverse forward. */
@FunctionalInterface
public interface Acceptor {
    /**
     * A connection has come. Called on an I/O thread, so it must not block; what is written to {@code far} meanwhile, by
     * other threads, waits for the answer.
     *
     * @return what takes the bytes that arrive; null refuses the connection, and so does an exception
     */
    @Nullable
    Receiver accept(FarEnd far);
}
