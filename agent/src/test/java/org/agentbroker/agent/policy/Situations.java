package org.agentbroker.agent.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.agentbroker.agent.fixture.JdkKey;
import org.agentbroker.agent.fixture.Login;
import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.Blob;

/** One purpose, and where a connection for it may stand. */
final class Situations {
    static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    static final Duration LIFETIME = Duration.ofMinutes(5);
    static final JdkKey KEY = JdkKey.ed25519();
    static final Peer HOP = Peer.withEd25519();
    static final Peer SERVER = Peer.withEd25519();
    static final Peer STRANGER = Peer.withEd25519();

    static final SignPolicy POLICY =
            new SignPolicy(PolicyLevel.HOSTBOUND, "borg", Set.of(SERVER.pin()), Set.of(HOP.pin()), 2, LIFETIME);
    static final PurposePolicy RULES = new PurposePolicy(POLICY, KEY.blob(), KEY.type());
    static final PurposeState OPENED = PurposeState.opened(POLICY, START);

    static final SessionBind BIND = SERVER.bind(Peer.session());
    static final ConnectionState FRESH = new ConnectionState(Peer.session(), null, false);
    static final ConnectionState BOUND = new ConnectionState(FRESH.hopSession(), BIND, false);

    private Situations() {}

    static Login login() {
        return new Login(BIND.sessionId(), KEY.blob(), KEY.type(), BIND.hostKey());
    }

    static ConnectionState spent(ConnectionState connection) {
        return new ConnectionState(connection.hopSession(), connection.destination(), true);
    }

    static PurposeState left(int signatures, int requests) {
        return new PurposeState(signatures, requests, Set.of(), OPENED.end(), false);
    }

    static PurposeState ended(PurposeState purpose) {
        return new PurposeState(
                purpose.signaturesLeft(), purpose.requestsLeft(), purpose.signedSessions(), purpose.end(), true);
    }

    static PurposeState signed(PurposeState purpose, Blob session) {
        return new PurposeState(
                purpose.signaturesLeft() - 1, purpose.requestsLeft(), Set.of(session), purpose.end(), false);
    }

    /** The same purpose with one request less. */
    static PurposeState counted(PurposeState purpose) {
        return new PurposeState(
                purpose.signaturesLeft(),
                purpose.requestsLeft() - 1,
                purpose.signedSessions(),
                purpose.end(),
                purpose.ended());
    }
}
