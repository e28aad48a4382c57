package org.agentbroker.cli.print;

import java.util.List;
import org.agentbroker.agent.AgentEvent;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Problem;

/** Tells the user what happens: as text or as JSON lines, always on standard error. */
public interface Reporter extends PullListener {
    /** So many pulls are to come. */
    void beginning(int pulls);

    /** The end of one client's pull. */
    void ended(String client, Outcome outcome);

    /** All of several clients have ended, each by {@link #ended} or by not being begun. */
    void summary(List<Ended> all);

    /** A problem that belongs to no pull. */
    void problem(Problem problem);

    /** The command does nothing, and exits with this code: one message a reason. */
    void refused(ExitCode code, List<String> messages);

    /** A request to an agent that serves no pull. */
    void decided(AgentEvent decision);

    /** Something to act on, which belongs to no pull; said with {@code -q} as well. */
    void warning(String message);

    /** The same with what to do. */
    void warning(Problem problem);

    /** Worth knowing. */
    void note(String message);
}
