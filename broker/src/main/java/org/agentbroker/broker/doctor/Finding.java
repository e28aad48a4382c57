package org.agentbroker.broker.doctor;

import java.time.Duration;
import org.agentbroker.broker.outcome.Cause;
import org.jspecify.annotations.Nullable;

/**
 * What was found about one link of one client. Detail and hint may quote the client, so whoever prints them to a terminal
 * escapes control characters.
 *
 * @param time what it took; zero where that means nothing
 * @param detail lower case, no stop
 * @param hint what to type or do next; null where there is nothing to do
 * @param cause of a failure; null for none
 */
public record Finding(
        String client,
        Link link,
        Result result,
        Duration time,
        String detail,
        @Nullable String hint,
        @Nullable Cause cause) {

    /** How it stands with a link. */
    public enum Result {
        OK,
        /** It works, but should be looked at. */
        WARNING,
        FAILED,
        /** What must be refused was not. */
        NOT_REFUSED,
        /** Not looked at, for the reason in the detail. */
        SKIPPED
    }
}
