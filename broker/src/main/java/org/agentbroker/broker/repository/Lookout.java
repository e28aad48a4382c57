package org.agentbroker.broker.repository;

import java.time.Instant;
import java.time.InstantSource;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.event.PullEvent.Note;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.ledger.Ledger;
import org.agentbroker.broker.ledger.Ledgers;
import org.agentbroker.broker.ledger.Look;
import org.agentbroker.broker.plan.Deadline;

/** Looks which archives are in a repository, and keeps account of it. To be used while its lock is held. */
record Lookout(
        String client,
        String url,
        OwnRepository repository,
        Ledgers ledgers,
        PullListener listener,
        InstantSource clock) {

    /**
     * @param since when whatever may have made new archives began
     * @return what is on record now
     * @throws NotListed when the archives could not be listed
     * @throws UnusableInput when what is on record could not be read or replaced
     */
    Ledger look(Secret passphrase, Instant since, Deadline deadline)
            throws NotListed, UnusableInput, InterruptedException {
        Ledger before = ledgers.read(url);
        Ledger after = before.with(new Look(client, repository.archives(passphrase, deadline), since, clock.instant()));
        keep(after);
        if (before.isNew() && !after.seen().isEmpty()) {
            int count = after.seen().size();
            listener.heard(new Note(
                    client,
                    "the archives of the repository were looked at for the first time: "
                            + (count == 1 ? "1 is" : count + " are") + " taken as given"));
        }
        return after;
    }

    void keep(Ledger ledger) throws UnusableInput {
        ledgers.write(url, ledger);
    }
}
