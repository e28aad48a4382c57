package org.agentbroker.broker.repository;

import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.agentbroker.broker.borg.ArchiveListJson;
import org.agentbroker.broker.borg.ListedArchive;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.plan.BorgCommand;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.repository.TendCommand.Reading;

/**
 * Reads a repository with the client's borg, where the server's cannot be started from here. Each of its commands is a
 * pull: a login for each.
 *
 * @param pulls carries a pull out, with its standard output
 */
public record ReadingByClient(Pull pull, BiFunction<Pull, OutputStream, Outcome> pulls) {
    private static final BorgCommand NEWEST = new BorgCommand.Other(List.of("list", "--last", "1", "--json"));

    /** @param out where borg's standard output goes, byte for byte; not closed */
    public Outcome run(Reading reading, OutputStream out) {
        if (!reading.needsLatest()) {
            return pulls.apply(pull.with(reading.borg()), out);
        }
        BoundedOutput listed = new BoundedOutput();
        Outcome outcome = pulls.apply(pull.with(NEWEST), listed);
        if (outcome instanceof Failed) {
            return outcome;
        }
        List<ListedArchive> archives = ArchiveListJson.read(listed.bytes()).orElse(List.of());
        Optional<ListedArchive> latest = LatestArchive.among(archives);
        return latest.isEmpty()
                ? LatestArchive.none(pull.name())
                : pulls.apply(pull.with(reading.naming(latest.get().name()).borg()), out);
    }
}
