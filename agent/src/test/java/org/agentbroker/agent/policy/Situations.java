package org.agentbroker.agent.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.agentbroker.agent.fixture.JdkKey;
import org.agentbroker.agent.fixture.Login;
import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.key.HostPin;
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

    static final SignPolicy POLICY = policy(PolicyLevel.HOSTBOUND, Set.of(HOP.pin()));
    static final PurposePolicy RULES = rules(PolicyLevel.HOSTBOUND);
    static final PurposeState OPENED = PurposeState.opened(POLICY, START);

    static final SessionBind BIND = SERVER.bind(Peer.session());
    static final SessionBind HOP_BIND = HOP.hop();

    /** A peer that nothing is known of. */
    static final ConnectionState UNKNOWN = new ConnectionState(null, null, false);
    /** Over the pinned hop. */
    static final ConnectionState FRESH = new ConnectionState(HOP_BIND.sessionId(), null, false);

    static final ConnectionState BOUND = new ConnectionState(FRESH.hopSession(), BIND, false);

    private Situations() {}

    static PurposePolicy rules(PolicyLevel level) {
        return rules(policy(level, Set.of(HOP.pin())));
    }

    static PurposePolicy rules(SignPolicy policy) {
        return new PurposePolicy(policy, new Credential(KEY.blob(), KEY.type(), false));
    }

    static SignPolicy policy(PolicyLevel level, Set<HostPin> hops) {
        return new SignPolicy(level, "borg", Set.of(SERVER.pin()), hops, 2, LIFETIME);
    }

    /** Host-bound, over the session of {@link #BIND}. */
    static Login login() {
        return new Login(BIND.sessionId(), KEY.blob(), KEY.type(), BIND.hostKey());
    }

    /** The same as {@link #login}, without the host key. */
    static Login plainLogin() {
        return login().method("publickey");
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
