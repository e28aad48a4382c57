package org.agentbroker.broker.intake;

import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.broker.borg.ArchiveJson;
import org.agentbroker.broker.event.PullEvent.Warning;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.outcome.ArchiveSummary;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.plan.ArchiveName;
import org.agentbroker.broker.plan.Deadline;
import org.agentbroker.broker.repository.OwnRepository;

/** An archive that borg made although the files went away meanwhile: nobody could tell it from a whole one. */
record HalfArchive(String client, OwnRepository repository, Secret passphrase, PullListener listener) {
    private static final Duration LIMIT = Duration.ofMinutes(15);

    /**
     * Removes one that is known not to be whole; one that may be is told of.
     *
     * @param said borg's account of the archive; empty when it made none
     */
    void settle(byte[] said, Reads reads) {
        ArchiveSummary archive = ArchiveJson.read(said);
        if (archive == null || archive.name().isEmpty()) {
            return;
        }
        if (reads.wereCut()) {
            remove(archive.name());
        } else {
            warn("the files went away while the archive " + archive.name() + " was made, and it may not be whole; hint:"
                    + " broker list " + client + " " + archive.name() + "; if something is missing: borg delete ::"
                    + archive.name() + ", as the repository's account");
        }
    }

    private void remove(String archive) {
        boolean interrupted = Thread.interrupted(); // it is under way already, and short
        try {
            Outcome outcome = repository.run(
                    List.of("delete", "--", "::" + ArchiveName.literal(archive)),
                    passphrase,
                    OutputStream.nullOutputStream(),
                    Deadline.in(LIMIT));
            if (outcome instanceof Failed) {
                left(archive);
            }
        } catch (InterruptedException e) {
            interrupted = true;
            left(archive);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void left(String archive) {
        warn("the archive " + archive + " is not whole, and could not be removed; hint: borg delete ::" + archive
                + ", as the repository's account");
    }

    private void warn(String text) {
        listener.heard(new Warning(client, text));
    }
}
