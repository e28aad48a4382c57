package org.agentbroker.broker.returnpath;

import java.io.IOException;

/** Starts the process at the server's end of a way back, such as {@code borg serve}. */
@FunctionalInterface
public interface ServeStarter {
    /**
     * Starts it with pipes for its three streams. May block for as long as starting takes.
     *
     * @throws IOException when it cannot be started; the message is for the server's log, the client does not see it
     */
    Process start() throws IOException;

    /** Whether the process leads a process group of its own, as after {@code setsid}: then all of it is ended. */
    default boolean leadsGroup() {
        return false;
    }
}
