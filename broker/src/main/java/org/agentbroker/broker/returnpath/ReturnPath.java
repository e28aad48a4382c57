package org.agentbroker.broker.returnpath;

import java.util.Optional;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.plan.Endpoint;

/** An open way back for one pull. */
public interface ReturnPath extends AutoCloseable {
    /** Where the client's borg is to go. */
    Endpoint endpoint();

    /** What went wrong at the server, as broker itself has seen it; it explains more than what the client says. */
    default Optional<Failed> trouble() {
        return Optional.empty();
    }

    /** Ends what came back and waits, for seconds at the most, until nothing of it runs any more. May be called again. */
    @Override
    void close();
}
