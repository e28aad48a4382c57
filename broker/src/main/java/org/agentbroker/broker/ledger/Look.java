package org.agentbroker.broker.ledger;

import java.time.Instant;
import java.util.List;
import org.agentbroker.broker.borg.ListedArchive;

/**
 * A look at the archives of a repository.
 *
 * @param client for which it is done
 * @param archives all that are there, but checkpoints
 * @param since when whatever may have made new ones began
 * @param now when they were listed
 */
public record Look(String client, List<ListedArchive> archives, Instant since, Instant now) {
    public Look {
        archives = List.copyOf(archives);
    }
}
