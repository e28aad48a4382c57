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

/**
 * Looks which archives are in a repository, and keeps account of it. To be used while its lock is held.
 *
 * @param place by {@link RepositoryPlace}
 */
record Lookout(
        String client,
        String place,
        OwnRepository repository,
        Ledgers ledgers,
        PullListener listener,
        InstantSource clock) {

    /** Whether nothing is on record: what a client has hidden before cannot be told from what never was. */
    boolean isFirst() throws UnusableInput {
        return ledgers.read(place).isNew();
    }

    /**
     * @param since when whatever may have made new archives began
     * @return what is on record now
     * @throws NotListed when the archives could not be listed
     * @throws UnusableInput when what is on record could not be read or replaced
     */
    Ledger look(Secret passphrase, Instant since, Deadline deadline)
            throws NotListed, UnusableInput, InterruptedException {
        boolean first = isFirst();
        Ledger after = glance(passphrase, since, deadline);
        keep(after);
        if (first && !after.seen().isEmpty()) {
            listener.heard(new Note(
                    client,
                    "the archives of the repository were looked at for the first time: " + count(after)
                            + " taken as given"));
        }
        return after;
    }

    /** The same, but nothing of it is kept. */
    Ledger glance(Secret passphrase, Instant since, Deadline deadline)
            throws NotListed, UnusableInput, InterruptedException {
        return ledgers.read(place)
                .with(new Look(client, repository.archives(passphrase, deadline), since, clock.instant()));
    }

    void keep(Ledger ledger) throws UnusableInput {
        ledgers.write(place, ledger);
    }

    /** How many there are, for people. */
    static String count(Ledger ledger) {
        int count = ledger.seen().size();
        return count == 1 ? "1 is" : count + " are";
    }
}
