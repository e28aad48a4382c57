package org.agentbroker.broker.session;

/** How a remote command ended, or why it should. */
public sealed interface Ending {
    /** Its exit status arrived. */
    record Exited(int status) implements Ending {}

    /** It was ended by a signal, whose name is the client's word. */
    record Killed(String signal) implements Ending {}

    /** The hop is gone. */
    record Lost() implements Ending {}

    /** Our standard output takes no more. */
    record OutputClosed() implements Ending {}

    /** The client said more than any borg says. */
    record Flooded() implements Ending {}

    /** Our own code failed on what it said. */
    record Faulty(RuntimeException fault) implements Ending {}
}
