package org.agentbroker.broker.repository;

import java.io.OutputStream;
import java.time.InstantSource;
import java.util.OptionalInt;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.borg.ListedArchive;
import org.agentbroker.broker.event.PullEvent.Entered;
import org.agentbroker.broker.event.PullEvent.Note;
import org.agentbroker.broker.ledger.Ledgers;
import org.agentbroker.broker.lock.Claim;
import org.agentbroker.broker.lock.NotTaken;
import org.agentbroker.broker.lock.PullLocks;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.outcome.Problem;
import org.agentbroker.broker.plan.Deadline;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.repository.TendCommand.Reading;
import org.agentbroker.broker.repository.TendCommand.Upkeep;
import org.agentbroker.broker.secret.SecretReader;

/**
 * Looks after a repository with the server's own borg. Runs on one thread; interrupting that ends borg. Those that only
 * read leave it to borg's own lock who is at the repository.
 */
public record Tending(
        Pull pull,
        Plan plan,
        PullLocks locks,
        Ledgers ledgers,
        SecretReader secrets,
        Means means,
        InstantSource clock) {

    /** @param out where borg's standard output goes, byte for byte; not closed */
    public Outcome run(TendCommand command, OutputStream out) {
        Deadline deadline = Deadline.in(plan.deadline());
        try {
            OwnRepository repository = OwnRepository.of(pull, plan, means);
            if (command instanceof Reading reading) {
                enter(Phase.SECRETS);
                try (Secret passphrase = passphrase()) {
                    enter(Phase.COMMAND);
                    return read(reading, repository, passphrase, out, deadline);
                }
            }
            enter(Phase.LOCK);
            PullLocks.Held held = locks.takeRepository(
                    claim(command), text -> means.listener().heard(new Note(pull.name(), text)));
            try {
                return keepUp((Upkeep) command, repository, out, deadline);
            } finally {
                held.close();
            }
        } catch (UnusableInput e) {
            return new Failed(Phase.COMMAND, Cause.UNUSABLE, new Problem(e.what(), e.hint()), OptionalInt.empty());
        } catch (NotTaken e) {
            return e.outcome();
        } catch (NotListed e) {
            return e.outcome();
        } catch (InterruptedException e) {
            return new Failed(
                    Phase.COMMAND,
                    Cause.CANCELLED,
                    command.borg().name() + " of " + pull.name() + " was cancelled",
                    "start it again");
        }
    }

    private Outcome read(
            Reading reading, OwnRepository repository, Secret passphrase, OutputStream out, Deadline deadline)
            throws NotListed, InterruptedException {
        if (!reading.needsLatest()) {
            return repository.run(reading.arguments(), passphrase, out, deadline);
        }
        ListedArchive latest =
                LatestArchive.among(repository.archives(passphrase, deadline)).orElse(null);
        return latest == null
                ? LatestArchive.none(pull.name())
                : repository.run(reading.naming(latest.name()).arguments(), passphrase, out, deadline);
    }

    private Outcome keepUp(Upkeep command, OwnRepository repository, OutputStream out, Deadline deadline)
            throws UnusableInput, NotListed, InterruptedException {
        enter(Phase.SECRETS);
        try (Secret passphrase = passphrase()) {
            enter(Phase.COMMAND);
            Lookout lookout =
                    new Lookout(pull.name(), RepositoryPlace.of(plan), repository, ledgers, means.listener(), clock);
            return new Upkeeping(pull.name(), repository, lookout, means.listener(), passphrase, out, deadline)
                    .run(command);
        }
    }

    private Secret passphrase() throws UnusableInput {
        return secrets.read(plan.passphrase(), "passphrase of " + pull.name());
    }

    private Claim claim(TendCommand command) {
        return new Claim(
                pull.name(),
                pull.client().login(),
                RepositoryPlace.of(plan),
                "borg " + command.borg().name(),
                pull.lockWait(),
                pull.deadline());
    }

    private void enter(Phase phase) {
        means.listener().heard(new Entered(pull.name(), phase));
    }
}
