package org.agentbroker.agent.policy;

import static org.agentbroker.agent.policy.Situations.BOUND;
import static org.agentbroker.agent.policy.Situations.FRESH;
import static org.agentbroker.agent.policy.Situations.OPENED;
import static org.agentbroker.agent.policy.Situations.UNKNOWN;
import static org.agentbroker.agent.policy.Situations.counted;
import static org.agentbroker.agent.policy.Situations.spent;

import org.agentbroker.agent.wire.AgentRequest;
import org.agentbroker.agent.wire.AgentRequest.Malformed;
import org.agentbroker.agent.wire.AgentRequest.Query;
import org.agentbroker.agent.wire.AgentRequest.Refused;
import org.agentbroker.agent.wire.AgentRequest.UnknownExtension;

/** What is refused whatever the level; it spends a connection only where the hop should have been told. */
final class OtherRows {
    private OtherRows() {}

    static void add(ReasonTable table) {
        table.keeps(Reason.QUERIED, "query", new Query(), FRESH);
        table.keeps(Reason.QUERIED, "query when spent", new Query(), spent(BOUND));
        table.keeps(Reason.QUERIED, "query before the hop is told", new Query(), UNKNOWN);
        for (int number = 17; number <= 26; number++) {
            if (number != 19) {
                refused(table, Reason.NOT_OFFERED, "message " + number, new Refused(number));
            }
        }
        for (int number : new int[] {0, 1, 5, 9, 12, 14, 16, 28, 240, 255}) {
            refused(table, Reason.UNKNOWN_REQUEST, "message " + number, new Refused(number));
        }
        refused(table, Reason.UNKNOWN_EXTENSION, "extension", new UnknownExtension());
        refused(table, Reason.MALFORMED, "message 13", new Malformed(13, "key is cut off"));
    }

    private static void refused(ReasonTable table, Reason reason, String what, AgentRequest request) {
        table.keeps(reason, what, request, BOUND);
        table.keeps(reason, what, request, FRESH);
        boolean unbound = table.level() == PolicyLevel.UNBOUND;
        ConnectionState after = unbound ? UNKNOWN : spent(UNKNOWN);
        table.row(reason, what + " before the hop is told", request, UNKNOWN, after, counted(OPENED));
    }
}
