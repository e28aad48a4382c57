package org.agentbroker.broker.repository;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.event.PullEvent.Note;
import org.agentbroker.broker.event.PullEvent.Warning;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.ledger.Ledger;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Completed;
import org.agentbroker.broker.outcome.Outcome.CompletedWithWarnings;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.outcome.Problem;
import org.agentbroker.broker.plan.Deadline;
import org.agentbroker.broker.repository.TendCommand.Check;
import org.agentbroker.broker.repository.TendCommand.Compact;
import org.agentbroker.broker.repository.TendCommand.Prune;
import org.agentbroker.broker.repository.TendCommand.Upkeep;

/** The steps of what is done with a repository while its lock is held. What removes something looks first. */
record Upkeeping(
        String client,
        OwnRepository repository,
        Lookout lookout,
        PullListener listener,
        Secret passphrase,
        OutputStream out,
        Deadline deadline) {

    Outcome run(Upkeep command) throws UnusableInput, NotListed, InterruptedException {
        if (command instanceof Check check) {
            return check(check);
        }
        boolean accepts = command.acceptMissing() && !(command instanceof Prune prune && prune.dryRun());
        boolean unknown = lookout.isFirst();
        Ledger ledger = unknown && !accepts ? glance() : look();
        if ((unknown || ledger.open() > 0) && !command.acceptMissing()) {
            return unknown ? refusedAtFirst(ledger) : refused(ledger);
        }
        if (ledger.open() > 0 && accepts) {
            ledger = accept(ledger);
        }
        return command instanceof Prune prune ? prune(prune, ledger) : compact((Compact) command);
    }

    /** What is put on no record. */
    private Ledger glance() throws UnusableInput, NotListed, InterruptedException {
        return lookout.glance(passphrase, lookout.clock().instant(), deadline);
    }

    private Ledger look() throws UnusableInput, NotListed, InterruptedException {
        return lookout.look(passphrase, lookout.clock().instant(), deadline);
    }

    private Failed refused(Ledger ledger) {
        return new Failed(
                Phase.COMMAND,
                Cause.REFUSED,
                client + ": nothing was removed: " + ledger.complaint(),
                Ledger.hint(client));
    }

    /** Nor is it put on record by that, so the next one is refused as well. */
    private Failed refusedAtFirst(Ledger ledger) {
        return new Failed(
                Phase.COMMAND,
                Cause.REFUSED,
                client + ": nothing was removed: broker has no record yet of which archives were in this repository; "
                        + Lookout.count(ledger) + " there now",
                "look whether all are there: broker list " + client + "; if so, once with --accept-missing");
    }

    private Ledger accept(Ledger ledger) throws UnusableInput {
        Ledger accepted = ledger.accepted();
        lookout.keep(accepted);
        note("accepted: " + ledger.complaint());
        return accepted;
    }

    private Outcome check(Check check) throws InterruptedException {
        try (LocalBorg borg = repository.start(check.arguments(), passphrase)) {
            Outcome outcome = borg.copy(out, deadline);
            if (outcome instanceof Failed) {
                return outcome;
            }
            if (outcome instanceof Completed) {
                note("no damage found");
            }
            String error = borg.evidence().lastError();
            return lookAfter(
                    outcome instanceof CompletedWithWarnings && !error.isEmpty() ? damaged(outcome, error) : outcome,
                    check);
        } catch (IOException e) {
            return repository.notStarted(e);
        }
    }

    /** Borg calls damage a warning; a backup that cannot be restored is more than that. */
    private Failed damaged(Outcome outcome, String error) {
        Problem problem = new Problem(
                "the repository of " + client + " is damaged: " + error,
                "copy it first; then, as " + repository.account().account().name() + ": borg check --repair "
                        + repository.path());
        return new Failed(Phase.COMMAND, Cause.BORG_FAILED, problem, outcome.borgCode());
    }

    private Outcome lookAfter(Outcome outcome, Check check) throws InterruptedException {
        try {
            if (lookout.isFirst() && !check.acceptMissing()) {
                return outcome; // a record is begun by a backup, or by somebody who has looked
            }
            Ledger ledger = look();
            if (ledger.open() > 0 && check.acceptMissing()) {
                accept(ledger);
            } else if (ledger.open() > 0) {
                return warned(outcome, ledger.complaint(), Ledger.hint(client));
            }
            return outcome;
        } catch (NotListed e) {
            return unseen(outcome, e.outcome().problem());
        } catch (UnusableInput e) {
            return unseen(outcome, new Problem(e.what(), e.hint()));
        }
    }

    private Outcome compact(Compact compact) throws InterruptedException {
        Outcome outcome = repository.run(compact.arguments(), passphrase, out, deadline);
        if (!(outcome instanceof Failed)) {
            note("compacted");
        }
        return outcome;
    }

    private Outcome prune(Prune wanted, Ledger ledger) throws UnusableInput, InterruptedException {
        if (wanted.archives() == null && ledger.clients().size() > 1) {
            return new Failed(
                    Phase.COMMAND,
                    Cause.REFUSED,
                    client + ": nothing was removed: other clients have archives in this repository, too",
                    "say which are meant: --archives " + client + "-*, or prune: {archives: ...}");
        }
        Prune prune = wanted.of(client);
        Rehearsal rehearsal = new Rehearsal();
        Outcome rehearsed = repository
                .heardBy(prune.dryRun() && prune.list() ? rehearsal.before(listener) : rehearsal)
                .run(prune.rehearsal().arguments(), passphrase, out, deadline);
        if (rehearsed instanceof Failed) {
            return rehearsed;
        }
        if (rehearsal.all() == 0 && !ledger.seen().isEmpty()) {
            return warned(
                    rehearsed,
                    "no archive is meant by " + prune.archives(),
                    "see which there are: broker list " + client);
        }
        if (rehearsal.removesAll()) {
            return new Failed(
                    Phase.COMMAND,
                    Cause.REFUSED,
                    client + ": nothing was removed: by these rules no archive would be left of "
                            + rehearsal.removed().size(),
                    "add a rule that counts archives: --keep-last 1, or prune: {keep: {last: 1}}");
        }
        if (prune.dryRun()) {
            note("would remove " + rehearsal.removed().size() + " of " + rehearsal.all() + " archives");
            return rehearsed;
        }
        lookout.keep(ledger.pruning(rehearsal.removed())); // whenever we are killed, the next look knows
        Instant since = lookout.clock().instant();
        Outcome outcome = repository.run(prune.arguments(), passphrase, out, deadline);
        return pruned(outcome, ledger, since);
    }

    private Outcome pruned(Outcome outcome, Ledger before, Instant since) throws InterruptedException {
        Ledger after;
        try {
            after = lookout.look(passphrase, since, deadline);
        } catch (NotListed e) {
            return unseen(outcome, e.outcome().problem());
        } catch (UnusableInput e) {
            return unseen(outcome, new Problem(e.what(), e.hint()));
        }
        if (!(outcome instanceof Failed)) {
            int gone = before.seen().size() - after.seen().size();
            note("removed " + gone + (gone == 1 ? " archive" : " archives") + "; space is freed by: broker compact "
                    + client);
        }
        return after.open() == 0 ? outcome : warned(outcome, after.complaint(), Ledger.hint(client));
    }

    private Outcome unseen(Outcome outcome, Problem problem) {
        return warned(outcome, "the archives could not be looked at: " + problem.what(), problem.hint());
    }

    private Outcome warned(Outcome outcome, String warning, String hint) {
        listener.heard(new Warning(client, warning, hint));
        return AfterPull.warned(outcome);
    }

    private void note(String text) {
        listener.heard(new Note(client, text));
    }
}
