package org.agentbroker.broker.returnpath;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Serve;
import org.agentbroker.broker.returnpath.EmbeddedEvent.Ended;
import org.agentbroker.broker.returnpath.EmbeddedEvent.LoggedIn;
import org.agentbroker.broker.returnpath.EmbeddedEvent.NotStarted;
import org.agentbroker.broker.returnpath.EmbeddedEvent.OddCommand;
import org.agentbroker.broker.returnpath.EmbeddedEvent.Refused;
import org.agentbroker.broker.returnpath.EmbeddedEvent.Said;
import org.agentbroker.broker.returnpath.EmbeddedEvent.Strangers;
import org.jspecify.annotations.Nullable;

/** Puts what happens at our end of a way back into words, and keeps what explains a failure. */
final class ServeWatch implements Consumer<EmbeddedEvent> {
    private static final int CANNOT_EXECUTE = 126;
    private static final int NOT_FOUND = 127;

    private final Serve serve;
    private final Consumer<String> audit;
    private volatile @Nullable Failed trouble;

    ServeWatch(Serve serve, Consumer<String> audit) {
        this.serve = serve;
        this.audit = audit;
    }

    @Override
    public void accept(EmbeddedEvent event) {
        audit.accept(words(event));
        if (event instanceof NotStarted notStarted) {
            trouble = missing(": " + notStarted.message());
        } else if (event instanceof Ended ended && !ended.exit().ended()) {
            ended(ended.exit());
        }
    }

    private void ended(ChildExit exit) {
        if (exit.status() == NOT_FOUND || exit.status() == CANNOT_EXECUTE) {
            trouble = missing("");
        } else if (exit.signal().isPresent()) {
            trouble = failed(
                    Cause.BORG_FAILED,
                    "borg serve was killed at the server by signal "
                            + exit.signal().getAsInt(),
                    "look at the server's memory and logs; the next run goes on from the last checkpoint");
        }
    }

    private Failed missing(String why) {
        return failed(
                Cause.BORG_FAILED,
                serve.borg() + " cannot be run at the server as " + serve.user() + why,
                "install borgbackup on this machine, or name it: server.borg");
    }

    private static Failed failed(Cause cause, String what, String hint) {
        return new Failed(Phase.COMMAND, cause, what, hint);
    }

    private String words(EmbeddedEvent event) {
        if (event instanceof LoggedIn in) {
            return "login of " + in.user() + " accepted with " + in.fingerprint() + ", logins left " + in.left();
        } else if (event instanceof Refused refused) {
            return "login refused: "
                    + refused.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        } else if (event instanceof OddCommand odd) {
            return "asked for " + odd.command() + ", which is not looked at";
        } else if (event instanceof NotStarted notStarted) {
            return serve.borg() + " cannot be started: " + notStarted.message();
        } else if (event instanceof Said said) {
            return "borg serve says: " + said.line();
        } else if (event instanceof Ended ended) {
            return "borg serve ended with " + ended.exit().status();
        }
        Strangers strangers = (Strangers) event;
        return strangers.connections() + " connections without a login, " + strangers.refusals() + " logins refused";
    }

    /** How the failure of a pull is explained, if it is by what was seen here. */
    Optional<Failed> trouble() {
        return Optional.ofNullable(trouble);
    }
}
