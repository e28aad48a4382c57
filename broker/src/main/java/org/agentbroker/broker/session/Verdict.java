package org.agentbroker.broker.session;

import java.util.Optional;
import org.agentbroker.broker.borg.ArchiveJson;
import org.agentbroker.broker.borg.BorgExit;
import org.agentbroker.broker.borg.Diagnosis;
import org.agentbroker.broker.borg.Evidence;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Completed;
import org.agentbroker.broker.outcome.Outcome.CompletedWithWarnings;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Plan;

/** From the end of the command, what was said and what was signed to the outcome. */
record Verdict(Plan plan, Evidence evidence, Audit audit, Optional<Failed> trouble) {

    /** @param trouble what broker has seen to go wrong at the server */
    Verdict(Pulling pulling, Optional<Failed> trouble) {
        this(pulling.plan(), pulling.output().evidence(), pulling.audit(), trouble);
    }

    Outcome of(Ending ending, byte[] summary) {
        if (ending instanceof Ending.Exited exited) {
            return exited(exited.status(), summary);
        }
        if (ending instanceof Ending.Killed killed) {
            return failed(
                    Cause.BORG_FAILED,
                    "the command on " + plan.name() + " was killed: " + killed.signal(),
                    "look at the client's memory and logs; the next run goes on from the last checkpoint");
        }
        if (ending instanceof Ending.OutputClosed) {
            return failed(Cause.OUTPUT_CLOSED, "standard output was closed", "read all of it, or send it to a file");
        }
        if (ending instanceof Ending.Flooded) {
            return failed(
                    Cause.BORG_FAILED,
                    plan.name() + " sent more output than any borg does",
                    "look at the client: is its borg the real one?");
        }
        if (ending instanceof Ending.Faulty faulty) {
            return failed(
                    Cause.FAULT,
                    "a fault in broker: " + faulty.fault(),
                    "please report it, with the output of the same command and -vv");
        }
        return failed(
                Cause.UNREACHABLE,
                "the connection to " + plan.name() + " was lost",
                "borg there ends by itself within a minute; the next run goes on from the last checkpoint");
    }

    private Outcome exited(int status, byte[] summary) {
        BorgExit exit = BorgExit.of(status);
        boolean done = exit == BorgExit.DONE || exit == BorgExit.WARNING;
        if (done && plan.needsLogin() && !audit.hasSigned()) {
            // the client's word alone: without a login nothing came to the repository
            return failed(
                    Cause.BORG_FAILED,
                    plan.name() + " says that it is done, but did not log in at the server",
                    "look at the client: is its borg the real one?");
        }
        switch (exit) {
            case DONE:
                return new Completed(ArchiveJson.read(summary));
            case WARNING:
                return new CompletedWithWarnings(status, evidence.warnings(), ArchiveJson.read(summary));
            default:
                return trouble.orElseGet(
                        () -> new Diagnosis(plan.name(), WayHints.of(plan), evidence, audit.refusal()).failed(status));
        }
    }

    private static Failed failed(Cause cause, String what, String hint) {
        return new Failed(Phase.COMMAND, cause, what, hint);
    }
}
