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
import org.agentbroker.broker.plan.Deadline;
import org.agentbroker.broker.repository.OwnRepository;

/** An archive that borg made although the files went away meanwhile: nobody could tell it from a whole one. */
record HalfArchive(String client, OwnRepository repository, Secret passphrase, PullListener listener) {
    private static final Duration LIMIT = Duration.ofMinutes(15);

    /** @param said borg's account of the archive; empty when it made none */
    void remove(byte[] said) {
        ArchiveSummary archive = ArchiveJson.read(said);
        if (archive == null || archive.name().isEmpty()) {
            return;
        }
        boolean interrupted = Thread.interrupted(); // it is under way already, and short
        try {
            // borg replaces what is in braces
            String name = archive.name().replace("{", "{{").replace("}", "}}");
            Outcome outcome = repository.run(
                    List.of("delete", "--", "::" + name),
                    passphrase,
                    OutputStream.nullOutputStream(),
                    Deadline.in(LIMIT));
            if (outcome instanceof Failed) {
                left(archive.name());
            }
        } catch (InterruptedException e) {
            interrupted = true;
            left(archive.name());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void left(String archive) {
        listener.heard(new Warning(
                client,
                "the archive " + archive + " is not whole, and could not be removed; hint: borg delete ::" + archive
                        + ", as the repository's account"));
    }
}
