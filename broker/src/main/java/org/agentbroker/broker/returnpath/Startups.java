package org.agentbroker.broker.returnpath;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connections that have not logged in. Anybody on the client may open them, so there is a limit (as sshd's
 * MaxStartups), and when it is reached a newcomer gets the place of another: the oldest of the stage where most are. A
 * crowd thus competes with itself, whether it stays silent or gets as far as a stranger can, and a login under way loses
 * its place only to a crowd that does as much in as little time.
 */
final class Startups {
    /** How far a connection has come. */
    enum Stage {
        CONNECTED,
        BANNER,
        KEYS
    }

    private final int most;
    private final Set<Arrival> waiting = new LinkedHashSet<>(); // the oldest first

    Startups(int most) {
        this.most = most;
    }

    /** @return the one that loses its place */
    synchronized @Nullable Arrival admit(Arrival arrival) {
        waiting.add(arrival);
        if (waiting.size() <= most) {
            return null;
        }
        Stage crowded = crowded();
        Arrival oldest = waiting.stream()
                .filter(each -> each.stage() == crowded)
                .findFirst()
                .orElse(arrival);
        waiting.remove(oldest);
        return oldest;
    }

    private Stage crowded() {
        Map<Stage, Integer> counts = new EnumMap<>(Stage.class);
        waiting.forEach(each -> counts.merge(each.stage(), 1, Integer::sum));
        Stage crowded = Stage.CONNECTED;
        for (Map.Entry<Stage, Integer> entry : counts.entrySet()) {
            if (entry.getValue() > counts.getOrDefault(crowded, 0)) {
                crowded = entry.getKey();
            }
        }
        return crowded;
    }

    synchronized void leave(Arrival arrival) {
        waiting.remove(arrival);
    }

    /** All of them, which leave. */
    synchronized List<Arrival> clear() {
        List<Arrival> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }
}
