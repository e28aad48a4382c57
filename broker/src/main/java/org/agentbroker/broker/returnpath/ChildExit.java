package org.agentbroker.broker.returnpath;

import java.util.OptionalInt;

/**
 * How a child ended.
 *
 * @param status its exit status; 128 and the signal's number when a signal ended it, as a shell has it
 * @param ended whether it was told to end: its client had gone, or the way back was closed
 */
public record ChildExit(int status, boolean ended) {
    private static final int SIGNALS = 128;
    private static final int LAST_SIGNAL = 64;

    /** The signal that ended it. Somebody who exits with such a status looks the same. */
    public OptionalInt signal() {
        int signal = status - SIGNALS;
        return signal > 0 && signal <= LAST_SIGNAL ? OptionalInt.of(signal) : OptionalInt.empty();
    }
}
