package org.agentbroker.broker.ledger;

import java.time.Instant;
import org.agentbroker.broker.borg.ListedArchive;
import org.agentbroker.broker.lock.OwnDirectory;

/**
 * An archive that was there. Two are the same when nothing of what a listing says about them differs: a name with another
 * id is another archive, and so is one with another time, by which a later prune would judge it.
 *
 * @param name of a long one the beginning, and a digest
 * @param made when it says that it was begun
 * @param first when it was there first
 */
public record Seen(String name, String id, Instant made, Instant first) {
    private static final int LONGEST = 300;
    private static final int SHOWN = 200;

    static Seen of(ListedArchive archive, Instant first) {
        return new Seen(bounded(archive.name()), bounded(archive.id()), archive.made(), first);
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, SHOWN) + "…" + OwnDirectory.digest(text);
    }

    /** What makes it what it is. */
    ListedArchive identity() {
        return new ListedArchive(name, id, made);
    }
}
