package org.agentbroker.broker.repository;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.agentbroker.broker.borg.ListedArchive;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;

/** Which archive {@code latest} is. */
public final class LatestArchive {
    private LatestArchive() {}

    /**
     * The name of the newest one, in which borg replaces nothing. Its time is the client's word.
     *
     * @param archives none of them a checkpoint
     */
    public static Optional<String> of(List<ListedArchive> archives) {
        return archives.stream()
                .max(Comparator.comparing(ListedArchive::made))
                .map(archive -> archive.name().replace("{", "{{").replace("}", "}}"));
    }

    /** The outcome where there is none. */
    public static Failed none(String client) {
        return new Failed(
                Phase.COMMAND,
                Cause.BORG_FAILED,
                "there is no archive in the repository of " + client,
                "make one: broker run " + client);
    }
}
