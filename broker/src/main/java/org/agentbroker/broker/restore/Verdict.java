package org.agentbroker.broker.restore;

import java.util.OptionalInt;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.CompletedWithWarnings;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.outcome.Problem;

/** From how it ended, and what was said meanwhile, to the outcome. */
record Verdict(Restore restore, Reply reply, Shortfall shortfall) {

    /**
     * @param outcome of whoever restored
     * @param came how far, in words; empty when nothing was restored
     */
    Outcome of(Outcome outcome, String came) {
        Failed refusal = reply.refusal();
        if (refusal != null) {
            return refusal;
        }
        if (!(outcome instanceof Failed) && !reply.isReady()) {
            return new Failed(
                    Phase.COMMAND,
                    Cause.BORG_FAILED,
                    "nothing was restored: " + restore.target().name() + " did not run the command",
                    "does the login's authorized_keys or sshd_config there force another one?");
        }
        int count = shortfall.count();
        String full = shortfall.full();
        shortfall.tell();
        if (!full.isEmpty()) {
            return incomplete(
                    new Failed(
                            Phase.COMMAND,
                            Cause.BORG_FAILED,
                            new Problem("a disk of " + restore.target().name() + " is full: " + full, ""),
                            outcome.borgCode()),
                    came,
                    "make room there; then " + again());
        }
        if (outcome instanceof Failed failed) {
            boolean changed = !came.isEmpty() && !restore.dryRun();
            return changed ? incomplete(failed, came, again()) : failed;
        }
        return count == 0
                ? outcome
                : new CompletedWithWarnings(outcome.borgCode().orElse(1), count, null);
    }

    private Failed incomplete(Failed failed, String came, String hint) {
        String what = failed.cause() == Cause.CANCELLED
                ? cancelled(restore.target().name())
                : failed.problem().what();
        String where = restore.isRoot() ? "" : " to " + restore.to();
        return new Failed(
                failed.phase(),
                failed.cause(),
                new Problem(what + "; what was restored" + where + " is incomplete: it came to " + came, hint),
                failed.borgCode());
    }

    private String again() {
        return restore.isRoot()
                ? "start it again: what is there is replaced"
                : "restore again with --overwrite, or to a new directory";
    }

    private static String cancelled(String client) {
        return "the restore to " + client + " was cancelled";
    }

    /** In the words of a restore. */
    static Failed cancelled(Failed failed, String client) {
        String ours = cancelled(client);
        boolean known = failed.problem().what().startsWith(ours);
        return known ? failed : new Failed(failed.phase(), Cause.CANCELLED, ours, "start it again");
    }

    static Failed outputClosed() {
        return new Failed(
                Phase.COMMAND,
                Cause.OUTPUT_CLOSED,
                new Problem("standard output was closed", "read all of it, or send it to a file"),
                OptionalInt.empty());
    }
}
