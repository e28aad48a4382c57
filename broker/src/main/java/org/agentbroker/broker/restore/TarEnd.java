package org.agentbroker.broker.restore;

import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Completed;
import org.agentbroker.broker.outcome.Outcome.CompletedWithWarnings;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.session.Ending;

/** From how the client's tar ended to an outcome. */
record TarEnd(String client, Reply reply, Shortfall shortfall, String lastError) {

    /** @param whole whether the whole tar file was sent, with its end */
    Outcome of(Ending ending, boolean whole) {
        if (ending instanceof Ending.Exited exited) {
            return of(exited.status(), whole);
        }
        if (ending instanceof Ending.Killed killed) {
            return failed(
                    Cause.BORG_FAILED,
                    "tar was killed on " + client + ": " + killed.signal(),
                    "look at the client's memory and logs");
        }
        if (ending instanceof Ending.Lost) {
            return failed(
                    Cause.UNREACHABLE,
                    "the connection to " + client + " was lost",
                    "tar there ends by itself within a minute");
        }
        if (ending instanceof Ending.Faulty faulty) {
            return failed(
                    Cause.FAULT,
                    "a fault in broker: " + faulty.fault(),
                    "please report it, with the output of the same command and -vv");
        }
        return failed(
                Cause.BORG_FAILED,
                client + " sent more output than any tar does",
                "look at the client: is its tar the real one?");
    }

    private Outcome of(int status, boolean whole) {
        if (status == 0) {
            return new Completed(null);
        }
        if (status == 126 || status == 127) {
            return failed(
                    Cause.UNUSABLE, "tar cannot be run on " + client, "install it, or let borg do it: --via agent");
        }
        if (status > 128) {
            return failed(
                    Cause.BORG_FAILED,
                    "tar was killed on " + client + (status < 160 ? " by signal " + (status - 128) : ""),
                    "look at the client's memory and logs");
        }
        // GNU's goes through the whole, and says so; another one may have stopped at the first file
        if (whole && reply.isGnu() && shortfall.isOfFilesOnly()) {
            return new CompletedWithWarnings(1, shortfall.count(), null);
        }
        String said = shortfall.last().isEmpty() ? lastError : shortfall.last();
        return failed(
                Cause.BORG_FAILED,
                "tar failed on " + client + (said.isEmpty() ? "" : ": " + said),
                "look at that there, or let borg do it: --via agent");
    }

    private static Failed failed(Cause cause, String what, String hint) {
        return new Failed(Phase.COMMAND, cause, what, hint);
    }
}
