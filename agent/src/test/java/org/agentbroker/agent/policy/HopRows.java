package org.agentbroker.agent.policy;

import static org.agentbroker.agent.policy.Situations.BIND;
import static org.agentbroker.agent.policy.Situations.FRESH;
import static org.agentbroker.agent.policy.Situations.HOP;
import static org.agentbroker.agent.policy.Situations.HOP_BIND;
import static org.agentbroker.agent.policy.Situations.OPENED;
import static org.agentbroker.agent.policy.Situations.SERVER;
import static org.agentbroker.agent.policy.Situations.STRANGER;
import static org.agentbroker.agent.policy.Situations.UNKNOWN;
import static org.agentbroker.agent.policy.Situations.counted;
import static org.agentbroker.agent.policy.Situations.spent;

import java.util.Set;
import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.Blob;

/** A hop that is told by a peer, as the first of its binds. */
final class HopRows {
    private HopRows() {}

    static void add(ReasonTable table) {
        table.row(Reason.HOP_ADMITTED, "the pinned hop", HOP_BIND, UNKNOWN, FRESH, counted(OPENED));
        table.spends(Reason.HOP_NOT_PINNED, "a stranger as the hop", STRANGER.hop(), UNKNOWN);
        table.spends(Reason.HOP_NOT_PINNED, "the server as the hop", SERVER.hop(), UNKNOWN);
        table.spends(Reason.BAD_SESSION_ID, "19 bytes of the hop", hop(Peer.session(19)), UNKNOWN);
        table.spends(Reason.BAD_SESSION_ID, "65 bytes of the hop", hop(Peer.session(65)), UNKNOWN);
        table.spends(Reason.BAD_BIND_SIGNATURE, "another session of the hop", forged(), UNKNOWN);
        table.spends(Reason.CONNECTION_SPENT, "the hop when spent", HOP_BIND, spent(UNKNOWN));
        table.spends(Reason.FORWARDED_FURTHER, "the hop once more", HOP_BIND, FRESH);
        table.spends(Reason.FORWARDED_FURTHER, "the hop, told after the carrier did", HOP.hop(), FRESH);
        if (table.level() == PolicyLevel.UNBOUND) {
            withoutAHop(table);
        } else {
            table.spends(Reason.HOP_NOT_FORWARDING, "a login of this very host", BIND, UNKNOWN);
            table.spends(Reason.HOP_NOT_FORWARDING, "a login at the hop", HOP.bind(Peer.session()), UNKNOWN);
        }
    }

    private static void withoutAHop(ReasonTable table) {
        ConnectionState direct = new ConnectionState(null, BIND, false);
        table.row(Reason.BOUND, "a login of this very host", BIND, UNKNOWN, direct, counted(OPENED));
        table.spends(Reason.HOST_NOT_PINNED, "a login at the hop", HOP.bind(Peer.session()), UNKNOWN);
        table.spends(Reason.FORWARDED_FURTHER, "the hop after the destination", HOP_BIND, direct);

        PurposePolicy noHops = Situations.rules(Situations.policy(PolicyLevel.UNBOUND, Set.of()));
        SessionBind any = STRANGER.hop();
        SessionBind impossible = hop(Peer.session(65));
        ConnectionState over = new ConnectionState(any.sessionId(), null, false);
        table.by(noHops, Reason.HOP_UNPINNED, any, UNKNOWN, over);
        table.by(noHops, Reason.FORWARDED_FURTHER, STRANGER.hop(), over, spent(over));
        table.by(noHops, Reason.BAD_SESSION_ID, impossible, UNKNOWN, spent(UNKNOWN));
    }

    private static SessionBind hop(Blob session) {
        return new SessionBind(HOP.hostKey().blob(), session, HOP.hostKey().sign(session.toBytes()), true);
    }

    private static SessionBind forged() {
        return new SessionBind(HOP_BIND.hostKey(), Peer.session(), HOP_BIND.signature(), true);
    }
}
