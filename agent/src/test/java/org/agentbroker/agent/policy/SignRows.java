package org.agentbroker.agent.policy;

import static org.agentbroker.agent.policy.Situations.BIND;
import static org.agentbroker.agent.policy.Situations.BOUND;
import static org.agentbroker.agent.policy.Situations.FRESH;
import static org.agentbroker.agent.policy.Situations.OPENED;
import static org.agentbroker.agent.policy.Situations.STRANGER;
import static org.agentbroker.agent.policy.Situations.UNKNOWN;
import static org.agentbroker.agent.policy.Situations.counted;
import static org.agentbroker.agent.policy.Situations.left;
import static org.agentbroker.agent.policy.Situations.login;
import static org.agentbroker.agent.policy.Situations.plainLogin;
import static org.agentbroker.agent.policy.Situations.signed;
import static org.agentbroker.agent.policy.Situations.spent;

import org.agentbroker.agent.wire.AgentRequest;
import org.agentbroker.agent.wire.AgentRequest.SignRequest;

/** What is asked of a signature before its data are looked at. */
final class SignRows {
    private static final AgentRequest SIGN = login().request();
    private static final AgentRequest PLAIN = plainLogin().request();
    private static final ConnectionState SPENT = spent(BOUND);

    private SignRows() {}

    static void add(ReasonTable table) {
        table.row(Reason.SIGNED, "the login", SIGN, BOUND, BOUND, signed(counted(OPENED), BIND.sessionId()));
        PurposeState last = left(1, 1);
        table.row(Reason.SIGNED, "the last of all", SIGN, BOUND, BOUND, last, signed(counted(last), BIND.sessionId()));
        PurposeState once = signed(OPENED, BIND.sessionId());
        table.row(Reason.SESSION_REPEATED, "the same session", SIGN, BOUND, SPENT, once, counted(once));
        table.spends(Reason.CONNECTION_SPENT, "sign when spent", SIGN, SPENT);
        table.spends(Reason.CONNECTION_SPENT, "sign plainly when spent", PLAIN, SPENT);
        table.at(OPENED.end(), Reason.EXPIRED, "sign at the end", SIGN, BOUND, SPENT);
        table.with(left(0, 9), Reason.EXHAUSTED, "sign without signatures left", SIGN, BOUND, SPENT);
        SignRequest other = new SignRequest(STRANGER.hostKey().blob(), login().data(), 0);
        table.spends(Reason.OTHER_KEY, "of the request", other, BOUND);
        for (int flags : new int[] {1, 2, 4, 6, 8, -1}) {
            table.spends(Reason.BAD_FLAGS, "flags " + flags, login().request(flags), BOUND);
        }
        if (table.level() != PolicyLevel.UNBOUND) {
            table.spends(Reason.NOT_BOUND, "sign before the bind", SIGN, FRESH);
            table.spends(Reason.NOT_BOUND, "sign plainly before the bind", PLAIN, FRESH);
            table.spends(Reason.HOP_UNKNOWN, "sign before the hop is told", SIGN, UNKNOWN);
            table.spends(Reason.HOP_UNKNOWN, "sign plainly before the hop is told", PLAIN, UNKNOWN);
        }
    }
}
