package org.agentbroker.broker.history;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.agentbroker.broker.outcome.Cause;

/**
 * The newest backups of a client.
 *
 * @param any running, killed or ended
 * @param good done, with warnings or without
 * @param drill the newest restore drill that came to a result, or at which borg failed
 */
public record Latest(Optional<PastPull> any, Optional<PastPull> good, Optional<PastPull> drill) {
    private static final Set<String> RESULTS = Set.of("same", "different", "changed", Result.word(Cause.BORG_FAILED));

    /** Without a drill. */
    public Latest(Optional<PastPull> any, Optional<PastPull> good) {
        this(any, good, Optional.empty());
    }

    static Latest of(List<PastPull> newestFirst) {
        return new Latest(
                newestFirst.stream().filter(PastPull::isBackup).findFirst(),
                newestFirst.stream().filter(PastPull::isGood).findFirst(),
                drill(newestFirst));
    }

    private static Optional<PastPull> drill(List<PastPull> newestFirst) {
        return newestFirst.stream()
                .filter(pull -> pull.command().equals(PastPull.DRILL) && RESULTS.contains(pull.word()))
                .findFirst();
    }

    /** With the newest drill of others. */
    Latest with(List<PastPull> newestFirst) {
        return new Latest(any, good, drill(newestFirst));
    }
}
