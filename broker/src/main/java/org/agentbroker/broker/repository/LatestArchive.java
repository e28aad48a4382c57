package org.agentbroker.broker.repository;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.agentbroker.broker.borg.ListedArchive;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;

/** Which archive {@code latest} is. */
public final class LatestArchive {
    private static final Pattern CHECKPOINT = Pattern.compile(".*\\.checkpoint(\\.[0-9]+)?", Pattern.DOTALL);

    private LatestArchive() {}

    /** The newest one that is no checkpoint. Its time is the client's word. */
    public static Optional<ListedArchive> among(List<ListedArchive> archives) {
        return archives.stream()
                .filter(archive -> !CHECKPOINT.matcher(archive.name()).matches())
                .max(Comparator.comparing(ListedArchive::made));
    }

    /** The outcome where there is none. */
    static Failed none(String client) {
        return new Failed(
                Phase.COMMAND,
                Cause.BORG_FAILED,
                "there is no archive in the repository of " + client,
                "make one: broker run " + client);
    }
}
