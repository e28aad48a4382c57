package org.agentbroker.broker.repository;

import java.io.IOException;
import java.util.OptionalInt;
import org.agentbroker.broker.borg.BorgExit;
import org.agentbroker.broker.borg.Evidence;
import org.agentbroker.broker.borg.Evidence.Clue;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Completed;
import org.agentbroker.broker.outcome.Outcome.CompletedWithWarnings;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.outcome.Problem;
import org.agentbroker.broker.plan.Plan;

/** From the exit status of borg at the server, and what it said, to an outcome. */
record LocalEnd(String client, Evidence evidence) {

    Outcome of(int status) {
        BorgExit exit = BorgExit.of(status);
        return switch (exit) {
            case DONE -> new Completed(null);
            case WARNING -> new CompletedWithWarnings(status, evidence.warnings(), null);
            case NO_BORG ->
                failed(
                        Cause.UNUSABLE,
                        "borg cannot be run at the server" + quoted(evidence.lastError()),
                        "install borgbackup there, or set server.borg to its path");
            case KILLED ->
                failed(
                        Cause.BORG_FAILED,
                        "borg was killed at the server",
                        "look at its memory and logs, and start it again");
            case ERROR -> error(status);
        };
    }

    private Failed error(int status) {
        Failed failed = error();
        return new Failed(failed.phase(), failed.cause(), failed.problem(), OptionalInt.of(status));
    }

    private Failed error() {
        if (evidence.has(Clue.LOCKED)) {
            return failed(
                    Cause.NOT_NOW,
                    "the repository of " + client + " is locked" + quoted(evidence.sentence(Clue.LOCKED)),
                    "wait for the other run; if there is none: borg break-lock, as the repository's account");
        }
        if (evidence.has(Clue.WRONG_PASSPHRASE)) {
            return failed(
                    Cause.UNUSABLE,
                    "the passphrase does not open the repository of " + client,
                    "check where passphrase: points to");
        }
        if (evidence.has(Clue.NO_KEY)) {
            return failed(
                    Cause.UNUSABLE,
                    "the key of the repository of " + client + " is not at the server",
                    "let the client do it: broker run " + client
                            + " -- …; or bring the key here: borg key export there,"
                            + " borg key import here, as the repository's account");
        }
        if (evidence.has(Clue.NO_REPOSITORY)) {
            return failed(
                    Cause.BORG_FAILED,
                    "the repository of " + client + " does not exist" + quoted(evidence.sentence(Clue.NO_REPOSITORY)),
                    "make it: broker init " + client);
        }
        if (evidence.has(Clue.REPOSITORY_FULL) || evidence.has(Clue.CLIENT_FULL)) { // both are here
            Clue full = evidence.has(Clue.REPOSITORY_FULL) ? Clue.REPOSITORY_FULL : Clue.CLIENT_FULL;
            return failed(
                    Cause.BORG_FAILED,
                    "there is no room for the repository of " + client + quoted(evidence.sentence(full)),
                    "make room on that disk, or in ~/.cache/borg of the repository's account");
        }
        if (evidence.has(Clue.REPOSITORY_EXISTS)) {
            return failed(
                    Cause.BORG_FAILED,
                    "there is a repository of " + client + " already"
                            + quoted(evidence.sentence(Clue.REPOSITORY_EXISTS)),
                    "use it: broker run " + client);
        }
        if (evidence.has(Clue.ARCHIVE_EXISTS)) {
            return failed(
                    Cause.BORG_FAILED,
                    "an archive of this name exists in the repository of " + client
                            + quoted(evidence.sentence(Clue.ARCHIVE_EXISTS)),
                    "put a time into create.archive, such as {hostname}-{now:%Y-%m-%dT%H:%M:%S}");
        }
        if (evidence.has(Clue.NO_ARCHIVE)) {
            return failed(
                    Cause.BORG_FAILED,
                    "there is no archive " + evidence.missingArchive() + " in the repository of " + client,
                    "see which: broker list " + client);
        }
        return failed(
                Cause.BORG_FAILED,
                "borg failed at the server" + quoted(evidence.lastError()),
                "run it again with -v to see all it says");
    }

    static Failed notStarted(Plan plan, IOException e) {
        return failed(
                Cause.UNUSABLE,
                "borg cannot be started as " + plan.server().user() + ": " + e.getMessage(),
                "are setsid, setpriv and nsenter of util-linux there?");
    }

    static Failed noListing(String client) {
        return failed(
                Cause.BORG_FAILED,
                "borg's list of the archives of " + client + " cannot be read",
                "look at it: broker list " + client + " --json");
    }

    static Failed overdue(String client) {
        return failed(
                Cause.DEADLINE,
                "borg at the server took longer than the deadline of " + client,
                "raise its deadline, or start it at another time");
    }

    static Failed outputClosed() {
        return failed(Cause.OUTPUT_CLOSED, "standard output was closed", "read all of it, or send it to a file");
    }

    private static Failed failed(Cause cause, String what, String hint) {
        return new Failed(Phase.COMMAND, cause, new Problem(what, hint), OptionalInt.empty());
    }

    private static String quoted(String sentence) {
        return sentence.isEmpty() ? "" : ": " + sentence.replaceFirst("\\.$", "");
    }
}
