package org.agentbroker.broker.restore;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.borg.ArchiveListJson;
import org.agentbroker.broker.borg.ListedArchive;
import org.agentbroker.broker.outcome.Nearest;
import org.agentbroker.broker.repository.LatestArchive;

/** The archives that {@code borg list --json} prints, to be looked up by what somebody typed. */
record ArchiveNames(List<ListedArchive> archives) {
    private static final int NEAREST = 3;

    ArchiveNames {
        archives = List.copyOf(archives);
    }

    /** @throws UnusableInput when it is not such a document */
    static ArchiveNames read(byte[] output) throws UnusableInput {
        return new ArchiveNames(ArchiveListJson.read(output)
                .orElseThrow(() ->
                        new UnusableInput("the list of archives cannot be read", "look at it: borg list --json")));
    }

    /** By its name, or the latest that is no checkpoint. */
    Optional<String> find(String wanted) {
        if (wanted.equals(Restore.LATEST)) {
            return LatestArchive.among(archives).map(ListedArchive::name);
        }
        return archives.stream().map(ListedArchive::name).filter(wanted::equals).findFirst();
    }

    /** Those of which it is the beginning, or that are a few typing mistakes away; the newest first. */
    List<String> nearest(String wanted) {
        return archives.stream()
                .filter(archive -> archive.name().startsWith(wanted) || Nearest.isNear(wanted, archive.name()))
                .sorted(Comparator.comparing(ListedArchive::made).reversed())
                .limit(NEAREST)
                .map(ListedArchive::name)
                .toList();
    }
}
