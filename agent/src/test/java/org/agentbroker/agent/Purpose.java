package org.agentbroker.agent;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agentbroker.agent.fixture.Frames;
import org.agentbroker.agent.fixture.Keys;
import org.agentbroker.agent.fixture.Login;
import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.fixture.SettableClock;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.agent.policy.SignPolicy;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;

/** An agent for logins as {@code borg} at one server, asked for over one hop, and what it was heard to decide. */
final class Purpose {
    static final Duration LIFETIME = Duration.ofMinutes(5);

    final Peer hop = Peer.withEd25519();
    final Peer server = Peer.withEd25519();
    final AgentKey key = Keys.agentKey("ed25519");
    final HostPin publicKey = pin(key);
    final SettableClock clock = new SettableClock();
    final List<AgentEvent> events = new CopyOnWriteArrayList<>();
    final ForwardedAgent agent;

    Purpose(int signatures) {
        this(signatures, null);
    }

    Purpose(int signatures, AgentListener listener) {
        this(PolicyLevel.HOSTBOUND, signatures, listener);
    }

    Purpose(PolicyLevel level, int signatures) {
        this(level, signatures, null);
    }

    private Purpose(PolicyLevel level, int signatures, AgentListener listener) {
        SignPolicy policy =
                new SignPolicy(level, "borg", Set.of(server.pin()), Set.of(hop.pin()), signatures, LIFETIME);
        agent = ForwardedAgent.open(key, policy, listener == null ? events::add : listener, clock);
    }

    AgentConnection connect() {
        AgentConnection connection = agent.connect(hop.hop());
        if (connection == null) {
            throw new AssertionError("no connection");
        }
        return connection;
    }

    /** Of a peer that nothing is known of, as over a socket. */
    AgentConnection connectUnknown() {
        AgentConnection connection = agent.connect();
        if (connection == null) {
            throw new AssertionError("no connection");
        }
        return connection;
    }

    SessionBind bind() {
        return server.bind(Peer.session());
    }

    Login login(SessionBind bind) {
        return new Login(bind.sessionId(), key.publicBlob(), "ssh-ed25519", bind.hostKey());
    }

    /** Bind and sign over a connection of its own, which stays open: the answer to the latter. */
    byte[] signOnce() {
        return signOnce(connect());
    }

    byte[] signOnce(AgentConnection connection) {
        SessionBind bind = bind();
        connection.answer(Frames.bind(bind));
        return connection.answer(Frames.sign(login(bind).request()));
    }

    List<Reason> reasons() {
        return events.stream().map(AgentEvent::reason).toList();
    }

    private static HostPin pin(AgentKey key) {
        try {
            return HostPin.of(key.publicBlob());
        } catch (UnusableInput e) {
            throw new AssertionError(e);
        }
    }
}
