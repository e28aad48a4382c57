package org.agentbroker.broker.event;

import org.agentbroker.agent.AgentEvent;
import org.agentbroker.broker.borg.BorgLine;
import org.agentbroker.broker.outcome.Phase;

/** Something happened in the pull of one client. */
public sealed interface PullEvent {
    String client();

    /** A step has begun. */
    record Entered(String client, Phase phase) implements PullEvent {}

    /** Worth knowing, not a failure: a retry, a dropped flood. */
    record Note(String client, String message) implements PullEvent {}

    /**
     * Worth knowing before it is too late, also for whoever wants no notes.
     *
     * @param hint what to do about it; may be empty
     */
    record Warning(String client, String message, String hint) implements PullEvent {
        public Warning(String client, String message) {
            this(client, message, "");
        }
    }

    /** The agent decided about a request: a line of the audit. */
    record Audited(String client, AgentEvent decision) implements PullEvent {}

    /** What broker's own end of the way back saw: a login, an end of {@code borg serve}. Another line of the audit. */
    record Served(String client, String message) implements PullEvent {}

    /** The client said this on standard error; hostile until proved otherwise. */
    record Said(String client, BorgLine line) implements PullEvent {}
}
