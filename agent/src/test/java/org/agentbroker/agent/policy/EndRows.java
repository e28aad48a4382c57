package org.agentbroker.agent.policy;

import static org.agentbroker.agent.policy.Situations.BIND;
import static org.agentbroker.agent.policy.Situations.BOUND;
import static org.agentbroker.agent.policy.Situations.FRESH;
import static org.agentbroker.agent.policy.Situations.OPENED;
import static org.agentbroker.agent.policy.Situations.UNKNOWN;
import static org.agentbroker.agent.policy.Situations.counted;
import static org.agentbroker.agent.policy.Situations.ended;
import static org.agentbroker.agent.policy.Situations.left;
import static org.agentbroker.agent.policy.Situations.login;
import static org.agentbroker.agent.policy.Situations.spent;

import java.util.List;
import org.agentbroker.agent.wire.AgentRequest;
import org.agentbroker.agent.wire.AgentRequest.ListIdentities;
import org.agentbroker.agent.wire.AgentRequest.Query;
import org.agentbroker.agent.wire.AgentRequest.Refused;
import org.agentbroker.agent.wire.AgentRequest.RemoveAll;

/** What ends the purpose, and what comes after its end. */
final class EndRows {
    private static final AgentRequest LIST = new ListIdentities();
    private static final AgentRequest SIGN = login().request();
    private static final AgentRequest REMOVE_ALL = new RemoveAll();
    private static final ConnectionState SPENT = spent(BOUND);

    private EndRows() {}

    static void add(ReasonTable table) {
        PurposeState closed = ended(OPENED);
        for (ConnectionState connection : List.of(UNKNOWN, FRESH, SPENT)) {
            PurposeState after = ended(counted(OPENED));
            table.row(Reason.REMOVED, "remove-all", REMOVE_ALL, connection, spent(connection), after);
        }
        table.with(closed, Reason.ENDED, "remove-all after the end", REMOVE_ALL, BOUND, BOUND);
        table.with(closed, Reason.ENDED, "query after the end", new Query(), BOUND, BOUND);
        table.at(OPENED.end(), Reason.EXPIRED, "query after the lifetime", new Query(), BOUND, BOUND);
        table.with(closed, Reason.ENDED, "list after the end", LIST, BOUND, BOUND);
        table.with(closed, Reason.ENDED, "bind after the end", BIND, FRESH, spent(FRESH));
        table.with(closed, Reason.ENDED, "sign after the end", SIGN, BOUND, SPENT);
        PurposeState none = left(2, 0);
        for (AgentRequest request : List.of(LIST, SIGN, BIND, REMOVE_ALL, new Query(), new Refused(17))) {
            table.row(Reason.TOO_MANY_REQUESTS, request.verb(), request, BOUND, SPENT, none, ended(counted(none)));
        }
    }
}
