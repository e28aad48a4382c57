package org.agentbroker.agent.policy;

import static org.agentbroker.agent.policy.Situations.BIND;
import static org.agentbroker.agent.policy.Situations.BOUND;
import static org.agentbroker.agent.policy.Situations.FRESH;
import static org.agentbroker.agent.policy.Situations.HOP;
import static org.agentbroker.agent.policy.Situations.OPENED;
import static org.agentbroker.agent.policy.Situations.SERVER;
import static org.agentbroker.agent.policy.Situations.STRANGER;
import static org.agentbroker.agent.policy.Situations.counted;
import static org.agentbroker.agent.policy.Situations.left;
import static org.agentbroker.agent.policy.Situations.spent;

import java.time.Instant;
import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.Blob;

/** A bind to the destination is checked alike at every level, also where none is needed. */
final class BindRows {
    private static final Instant END = OPENED.end();

    private BindRows() {}

    static void add(ReasonTable table) {
        SessionBind shortest = SERVER.bind(Peer.session(20));
        SessionBind longest = SERVER.bind(Peer.session(64));
        table.row(Reason.BOUND, "bind to the server", BIND, FRESH, BOUND, counted(OPENED));
        table.row(Reason.BOUND, "bind of a SHA-1 session", shortest, FRESH, boundTo(shortest), counted(OPENED));
        table.row(Reason.BOUND, "bind of a SHA-512 session", longest, FRESH, boundTo(longest), counted(OPENED));
        table.spends(Reason.BAD_SESSION_ID, "19 bytes", SERVER.bind(Peer.session(19)), FRESH);
        table.spends(Reason.BAD_SESSION_ID, "65 bytes", SERVER.bind(Peer.session(65)), FRESH);
        table.spends(Reason.SECOND_BIND, "another session", SERVER.bind(Peer.session()), BOUND);
        table.spends(Reason.SECOND_BIND, "the same once more", BIND, BOUND);
        table.spends(Reason.FORWARDED_FURTHER, "a further hop", SERVER.hop(), FRESH);
        table.spends(Reason.FORWARDED_FURTHER, "a further hop when bound", STRANGER.hop(), BOUND);
        table.spends(Reason.HOST_NOT_PINNED, "a stranger", STRANGER.bind(Peer.session()), FRESH);
        table.spends(Reason.HOST_NOT_PINNED, "the hop itself", HOP.bind(Peer.session()), FRESH);
        table.spends(Reason.SESSION_OF_THE_HOP, "the hop's session", SERVER.bind(FRESH.hopSession()), FRESH);
        table.spends(Reason.BAD_BIND_SIGNATURE, "by a stranger", forged(), FRESH);
        table.spends(Reason.CONNECTION_SPENT, "bind when spent", BIND, spent(FRESH));
        table.at(END, Reason.EXPIRED, "bind at the end", BIND, FRESH, spent(FRESH));
        table.with(left(0, 9), Reason.EXHAUSTED, "bind without signatures left", BIND, FRESH, spent(FRESH));
    }

    private static ConnectionState boundTo(SessionBind bind) {
        return new ConnectionState(FRESH.hopSession(), bind, false);
    }

    private static SessionBind forged() {
        Blob session = Peer.session();
        return new SessionBind(
                SERVER.hostKey().blob(), session, STRANGER.hostKey().sign(session.toBytes()), false);
    }
}
