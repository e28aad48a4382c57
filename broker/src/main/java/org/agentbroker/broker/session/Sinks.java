package org.agentbroker.broker.session;

import java.io.IOException;
import org.agentbroker.broker.link.Receiver;

/** Where the two streams of a command go. */
record Sinks(Sink out, Sink err) {
    /** Takes chunks in order, on one thread at a time; may block, which slows the client down. */
    interface Sink extends Receiver {
        /**
         * @throws Refusal when no more is wanted
         */
        @Override
        void take(byte[] bytes) throws Refusal, InterruptedException;

        @Override
        default void end() {}

        /** Of no interest: both streams of a command end with it. */
        @Override
        default void closed() {}
    }

    /** No more of this stream, and why. */
    static final class Refusal extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient Ending ending;

        Refusal(Ending ending) {
            super(ending.toString());
            this.ending = ending;
        }

        Ending ending() {
            return ending;
        }
    }
}
