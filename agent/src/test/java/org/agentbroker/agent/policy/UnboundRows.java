package org.agentbroker.agent.policy;

import static org.agentbroker.agent.policy.Situations.BIND;
import static org.agentbroker.agent.policy.Situations.FRESH;
import static org.agentbroker.agent.policy.Situations.HOP;
import static org.agentbroker.agent.policy.Situations.OPENED;
import static org.agentbroker.agent.policy.Situations.STRANGER;
import static org.agentbroker.agent.policy.Situations.UNKNOWN;
import static org.agentbroker.agent.policy.Situations.counted;
import static org.agentbroker.agent.policy.Situations.login;
import static org.agentbroker.agent.policy.Situations.plainLogin;
import static org.agentbroker.agent.policy.Situations.signed;
import static org.agentbroker.agent.policy.Situations.spent;

import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.wire.AgentRequest;
import org.agentbroker.agent.wire.AgentRequest.SignRequest;

/** Logins without any bind: what level {@code unbound} adds, and what it still refuses. */
final class UnboundRows {
    private static final AgentRequest SIGN = login().request();
    private static final AgentRequest PLAIN = plainLogin().request();

    private UnboundRows() {}

    static void add(ReasonTable table) {
        for (ConnectionState connection : new ConnectionState[] {UNKNOWN, FRESH}) {
            without(table, connection);
        }
        SignRequest ofTheHop = plainLogin().sessionId(FRESH.hopSession()).request();
        table.spends(Reason.SESSION_OF_THE_HOP, "a login at the hop", ofTheHop, FRESH);
    }

    private static void without(ReasonTable table, ConnectionState connection) {
        PurposeState after = signed(counted(OPENED), BIND.sessionId());
        table.row(Reason.SIGNED, "a plain login without a bind", PLAIN, connection, connection, after);
        table.row(Reason.SIGNED, "a hostbound login without a bind", SIGN, connection, connection, after);
        PurposeState once = signed(OPENED, BIND.sessionId());
        for (AgentRequest login : new AgentRequest[] {PLAIN, SIGN}) {
            table.row(
                    Reason.SESSION_REPEATED,
                    "the same session without a bind",
                    login,
                    connection,
                    spent(connection),
                    once,
                    counted(once));
        }
        for (Peer host : new Peer[] {HOP, STRANGER}) {
            SignRequest login = login().hostKey(host.hostKey().blob()).request();
            table.spends(Reason.HOST_NOT_PINNED, "a login that names another host", login, connection);
        }
        for (int length : new int[] {0, 19, 65}) {
            SignRequest login = plainLogin().sessionId(Peer.session(length)).request();
            table.spends(Reason.BAD_SESSION_ID, length + " bytes of a login", login, connection);
        }
        LoginRows.of(table, connection);
        SignRequest other =
                new SignRequest(STRANGER.hostKey().blob(), plainLogin().data(), 0);
        table.spends(Reason.OTHER_KEY, "of the request", other, connection);
        table.spends(Reason.BAD_FLAGS, "flags 4", plainLogin().request(4), connection);
        table.spends(Reason.CONNECTION_SPENT, "after a refused bind", PLAIN, spent(connection));
    }
}
