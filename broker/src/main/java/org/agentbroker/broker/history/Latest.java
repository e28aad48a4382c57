package org.agentbroker.broker.history;

import java.util.List;
import java.util.Optional;

/**
 * The newest backups of a client.
 *
 * @param any running, killed or ended
 * @param good done, with warnings or without
 */
public record Latest(Optional<PastPull> any, Optional<PastPull> good) {
    static Latest of(List<PastPull> newestFirst) {
        return new Latest(
                newestFirst.stream().filter(PastPull::isBackup).findFirst(),
                newestFirst.stream().filter(PastPull::isGood).findFirst());
    }
}
