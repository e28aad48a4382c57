package org.agentbroker.cli.print;

import java.time.Duration;
import java.util.Locale;
import org.agentbroker.broker.outcome.ArchiveSummary;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Completed;
import org.agentbroker.broker.outcome.Outcome.CompletedWithWarnings;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.jspecify.annotations.Nullable;

/**
 * How the pull of one of several clients ended.
 *
 * @param outcome null when it was not begun, for a signal
 * @param time that it took, with what it waited for
 */
public record Ended(String client, @Nullable Outcome outcome, Duration time) {

    public static Ended notBegun(String client) {
        return new Ended(client, null, Duration.ZERO);
    }

    /** Other than done, and than asleep when it may be. */
    boolean isFailure() {
        return outcome == null || outcome instanceof Failed failed && failed.cause() != Cause.ASLEEP;
    }

    /** The result in a word or two. */
    String word() {
        if (outcome instanceof Failed failed) {
            return failed.cause().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
        return outcome == null ? "not begun" : outcome instanceof Completed ? "done" : "warnings";
    }

    @Nullable
    ArchiveSummary archive() {
        return archive(outcome);
    }

    static @Nullable ArchiveSummary archive(@Nullable Outcome outcome) {
        if (outcome instanceof Completed completed) {
            return completed.archive();
        }
        return outcome instanceof CompletedWithWarnings warned ? warned.archive() : null;
    }
}
