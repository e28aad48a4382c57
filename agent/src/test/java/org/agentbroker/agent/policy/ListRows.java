package org.agentbroker.agent.policy;

import static org.agentbroker.agent.policy.Situations.BOUND;
import static org.agentbroker.agent.policy.Situations.FRESH;
import static org.agentbroker.agent.policy.Situations.OPENED;
import static org.agentbroker.agent.policy.Situations.UNKNOWN;
import static org.agentbroker.agent.policy.Situations.left;
import static org.agentbroker.agent.policy.Situations.spent;

import java.time.Instant;
import org.agentbroker.agent.wire.AgentRequest;
import org.agentbroker.agent.wire.AgentRequest.ListIdentities;

/** Looking never spends a connection. */
final class ListRows {
    private static final AgentRequest LIST = new ListIdentities();
    private static final Instant END = OPENED.end();

    private ListRows() {}

    static void add(ReasonTable table) {
        boolean unbound = table.level() == PolicyLevel.UNBOUND;
        table.keeps(Reason.LISTED, "list when bound", LIST, BOUND);
        table.keeps(unbound ? Reason.LISTED : Reason.NOT_BOUND, "list before the bind", LIST, FRESH);
        table.keeps(unbound ? Reason.LISTED : Reason.HOP_UNKNOWN, "list before the hop is told", LIST, UNKNOWN);
        table.keeps(Reason.CONNECTION_SPENT, "list when spent", LIST, spent(BOUND));
        table.keeps(Reason.CONNECTION_SPENT, "list when spent by the first request", LIST, spent(UNKNOWN));
        table.at(END, Reason.EXPIRED, "list at the end", LIST, BOUND, BOUND);
        table.at(END.plusSeconds(60), Reason.EXPIRED, "list after the end", LIST, BOUND, BOUND);
        table.at(END, Reason.EXPIRED, "list of a peer that is not known at the end", LIST, UNKNOWN, UNKNOWN);
        table.at(END.minusNanos(1), Reason.LISTED, "list just before the end", LIST, BOUND, BOUND);
        table.with(left(0, 9), Reason.EXHAUSTED, "list without signatures left", LIST, BOUND, BOUND);
    }
}
