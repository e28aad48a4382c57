package org.agentbroker.broker.intake;

import java.util.Optional;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Reading;
import org.agentbroker.broker.session.Ending;

/** From the end of tar to what went wrong there, if anything did (tar manual, "Return codes"). */
record TarEnd(String client, TarTalk talk, TarStream stream) {
    private static final int CHANGED_MEANWHILE = 1;
    private static final int CANNOT_EXECUTE = 126;
    private static final int NOT_FOUND = 127;

    /** Empty when all of it is there. */
    Optional<Failed> failure(Ending ending) {
        if (stream.isAlien()) {
            return unusable(
                    "what comes from " + client + " is no tar file",
                    "does its login print something? this must print nothing: ssh " + client + " true");
        }
        if (ending instanceof Ending.Exited exited) {
            return failure(exited.status());
        }
        if (ending instanceof Ending.Killed killed) {
            return failed(
                    "tar was killed on " + client + ": " + killed.signal(), "look at the client's memory and logs");
        }
        if (ending instanceof Ending.Flooded) {
            return failed(
                    client + " sent more messages than any tar does", "look at the client: is its tar the real one?");
        }
        if (ending instanceof Ending.Faulty faulty) {
            return Optional.of(new Failed(
                    Phase.COMMAND,
                    Cause.FAULT,
                    "a fault in broker: " + faulty.fault(),
                    "please report it, with the output of the same command and -vv"));
        }
        if (ending instanceof Ending.OutputClosed) {
            return failed(
                    "borg at the server took no more of what " + client + " sent", "run it again with -v to see why");
        }
        return Optional.of(new Failed(
                Phase.COMMAND,
                Cause.UNREACHABLE,
                "the connection to " + client + " was lost, so there is no archive",
                "tar there ends by itself within a minute; start it again"));
    }

    private Optional<Failed> failure(int status) {
        if (status == Reading.NO_PROGRAM) {
            return unusable(client + " has no GNU tar" + quoted(), "install it there: the package is called tar");
        }
        if (status == CANNOT_EXECUTE || status == NOT_FOUND) {
            return unusable("tar cannot be run on " + client + quoted(), "install it there: the package is called tar");
        }
        if (status != 0 && status != CHANGED_MEANWHILE) {
            String how = status > NOT_FOUND ? "tar was killed on " : "tar failed on ";
            return failed(how + client + quoted(), "run it again with -v to see all it says; there is no archive");
        }
        if (stream.isEmpty()) {
            // 1 is also what sudo ends with when it may not
            return unusable(
                    "nothing came from tar on " + client + quoted(),
                    "log in there and look what starts it: borg: [sudo, borg] puts sudo before it");
        }
        return Optional.empty();
    }

    private static Optional<Failed> failed(String what, String hint) {
        return Optional.of(new Failed(Phase.COMMAND, Cause.BORG_FAILED, what, hint));
    }

    private static Optional<Failed> unusable(String what, String hint) {
        return Optional.of(new Failed(Phase.COMMAND, Cause.UNUSABLE, what, hint));
    }

    private String quoted() {
        return talk.complaint().isEmpty() ? "" : ": " + talk.complaint();
    }
}
