package org.agentbroker.broker.intake;

import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.broker.borg.ArchiveJson;
import org.agentbroker.broker.outcome.ArchiveSummary;
import org.agentbroker.broker.plan.Deadline;
import org.agentbroker.broker.repository.OwnRepository;

/** An archive that borg made although the files went away meanwhile: nobody could tell it from a whole one. */
record HalfArchive(OwnRepository repository, Secret passphrase) {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** @param said borg's account of the archive; empty when it made none */
    void remove(byte[] said) {
        ArchiveSummary archive = ArchiveJson.read(said);
        if (archive == null) {
            return;
        }
        boolean interrupted = Thread.interrupted(); // it is under way already, and short
        try {
            repository.run(
                    List.of("delete", "--", "::" + archive.name()),
                    passphrase,
                    OutputStream.nullOutputStream(),
                    Deadline.in(LIMIT));
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
