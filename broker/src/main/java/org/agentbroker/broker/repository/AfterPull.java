package org.agentbroker.broker.repository;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.event.PullEvent.Warning;
import org.agentbroker.broker.ledger.Ledger;
import org.agentbroker.broker.ledger.Ledgers;
import org.agentbroker.broker.outcome.ArchiveSummary;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Completed;
import org.agentbroker.broker.outcome.Outcome.CompletedWithWarnings;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.BorgCommand;
import org.agentbroker.broker.plan.Deadline;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.secret.SecretReader;

/**
 * The look at a repository after a pull that may have changed it, while its lock is held. What it finds, and that it
 * could not be made, is a warning: the backup itself is as good as it was.
 */
public record AfterPull(Pull pull, Plan plan, Ledgers ledgers, SecretReader secrets, Means means, InstantSource clock) {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    // what a client does that was asked for something else is found out after the next of these
    private static final Set<String> CHANGING = Set.of(
            "check",
            "create",
            "debug",
            "delete",
            "import-tar",
            "init",
            "prune",
            "recreate",
            "rename",
            "upgrade",
            "with-lock");

    // nobody waits any longer, or borg's lock is taken
    private static final Set<Cause> OVER = Set.of(Cause.CANCELLED, Cause.NOT_NOW);

    /** Whether a command can change which archives there are. */
    public static boolean mayChange(BorgCommand command) {
        return !(command instanceof BorgCommand.Script) && CHANGING.contains(command.name());
    }

    /**
     * The outcome of the pull with what was found. On an interrupt it does not go on.
     *
     * @param began when the pull had its locks
     */
    public Outcome look(Outcome outcome, Instant began) {
        if (!mayChange(pull.command()) || hasDoneNothing(outcome)) {
            return outcome;
        }
        OwnRepository repository;
        try {
            repository = OwnRepository.of(pull, plan, means);
        } catch (UnusableInput e) {
            return outcome; // another machine, or another account: nothing is on record
        }
        Lookout lookout =
                new Lookout(pull.name(), RepositoryPlace.of(plan), repository, ledgers, means.listener(), clock);
        try (Secret passphrase = secrets.read(plan.passphrase(), "passphrase of " + pull.name())) {
            Ledger ledger = lookout.look(passphrase, began, Deadline.in(LONGEST));
            return ledger.open() == 0 ? outcome : warned(outcome, ledger.complaint(), Ledger.hint(pull.name()));
        } catch (UnusableInput e) {
            return unseen(outcome, e.what(), e.hint());
        } catch (NotListed e) {
            return e.isKeyless() && neverSeen(lookout)
                    ? outcome
                    : unseen(
                            outcome,
                            e.outcome().problem().what(),
                            e.outcome().problem().hint());
        } catch (InterruptedException e) {
            return unseen(outcome, "that was cancelled", "the next pull looks again");
        }
    }

    /** A client writes itself what kind of key its repository has: what was seen once has to be seen again. */
    private static boolean neverSeen(Lookout lookout) {
        try {
            return lookout.isFirst();
        } catch (UnusableInput e) {
            return false;
        }
    }

    private static boolean hasDoneNothing(Outcome outcome) {
        return outcome instanceof Failed failed && (failed.phase() != Phase.COMMAND || OVER.contains(failed.cause()));
    }

    /** Of a pull that has failed it is known already that something is not as it should be. */
    private Outcome unseen(Outcome outcome, String trouble, String advice) {
        return outcome instanceof Failed
                ? outcome
                : warned(outcome, "the archives could not be looked at: " + trouble, advice);
    }

    private Outcome warned(Outcome outcome, String warning, String hint) {
        means.listener().heard(new Warning(pull.name(), warning, hint));
        return warned(outcome);
    }

    /** The same with a warning more. */
    static Outcome warned(Outcome outcome) {
        if (outcome instanceof Completed completed) {
            return new CompletedWithWarnings(0, 1, completed.archive());
        }
        if (outcome instanceof CompletedWithWarnings before) {
            ArchiveSummary archive = before.archive();
            return new CompletedWithWarnings(before.code(), before.warnings() + 1, archive);
        }
        return outcome;
    }
}
