package org.agentbroker.broker.restore;

import java.io.OutputStream;
import java.util.List;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.outcome.Outcome;

/** A borg that reads the repository: the server's own, or the client's. */
@FunctionalInterface
interface Listing {
    /**
     * Runs it to its end.
     *
     * @param arguments what follows borg's common options
     * @param to where its standard output goes; one that throws has had enough
     */
    Outcome run(List<String> arguments, OutputStream to) throws UnusableInput, InterruptedException;
}
