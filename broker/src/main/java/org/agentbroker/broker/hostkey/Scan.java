package org.agentbroker.broker.hostkey;

import java.util.List;
import org.agentbroker.broker.outcome.Outcome;

/** What came of asking a host for its keys. */
public sealed interface Scan {
    /** One at least. */
    record Seen(List<Shown> keys) implements Scan {
        public Seen {
            keys = List.copyOf(keys);
        }

        /** Whether any key is not the one that is pinned in its place. */
        public boolean isChanged() {
            return keys.stream().anyMatch(key -> key.state() == Shown.State.CHANGED);
        }
    }

    /** None was seen. */
    record Unseen(Outcome.Failed why) implements Scan {}
}
