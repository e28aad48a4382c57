package org.agentbroker.broker.session;

/** Where the two streams of a command go. */
record Sinks(Sink out, Sink err) {
    /** Takes chunks in order, on one thread at a time; may block, which slows the client down. */
    interface Sink {
        /**
         * @throws Refusal when no more is wanted
         */
        void take(byte[] bytes) throws Refusal, InterruptedException;

        /** The stream is at its end. */
        default void end() {}
    }

    /** No more of this stream, and why. */
    static final class Refusal extends Exception {
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
