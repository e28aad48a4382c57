package org.agentbroker.agent.policy;

import java.util.Optional;
import java.util.Set;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.Blob;

/** When a bind is believed. A signature is verified last, and only with a pinned key: never with one the peer chose. */
final class BindRules {
    // SHA-1 to SHA-512: no key exchange has a shorter or longer hash (RFC 4253, 7.2)
    private static final int SHORTEST_SESSION_ID = 20;
    private static final int LONGEST_SESSION_ID = 64;

    private BindRules() {}

    /**
     * Whether a bind tells the hop: the first one does, unless the level lets a client come over none. An OpenSSH that
     * forwards an agent sends it before anything of the peer's (clientloop.c, client_request_agent).
     */
    static boolean isOfTheHop(SignPolicy policy, SessionBind bind, ConnectionState connection) {
        return connection.isUnknown() && (bind.forwarding() || policy.level().needsBind());
    }

    /** The hop by the word of a peer; where none is pinned nothing hangs on it. */
    static Reason ofAToldHop(SignPolicy policy, SessionBind bind) {
        if (policy.hops().isEmpty()) {
            return isSessionId(bind.sessionId()) ? Reason.HOP_UNPINNED : Reason.BAD_SESSION_ID;
        }
        return ofTheHop(policy, bind);
    }

    static Reason ofTheHop(SignPolicy policy, SessionBind bind) {
        if (!bind.forwarding()) {
            return Reason.HOP_NOT_FORWARDING;
        }
        Optional<HostPin> pin = pinned(policy.hops(), bind);
        if (pin.isEmpty()) {
            return Reason.HOP_NOT_PINNED;
        }
        if (!isSessionId(bind.sessionId())) {
            return Reason.BAD_SESSION_ID;
        }
        return verified(pin.get(), bind) ? Reason.HOP_ADMITTED : Reason.BAD_BIND_SIGNATURE;
    }

    static Reason ofTheDestination(SignPolicy policy, SessionBind bind, ConnectionState connection) {
        if (bind.forwarding()) {
            return Reason.FORWARDED_FURTHER;
        }
        if (connection.destination() != null) {
            return Reason.SECOND_BIND;
        }
        Optional<HostPin> pin = pinned(policy.destinations(), bind);
        if (pin.isEmpty()) {
            return Reason.HOST_NOT_PINNED;
        }
        if (!isSessionId(bind.sessionId())) {
            return Reason.BAD_SESSION_ID;
        }
        if (bind.sessionId().equals(connection.hopSession())) {
            return Reason.SESSION_OF_THE_HOP;
        }
        return verified(pin.get(), bind) ? Reason.BOUND : Reason.BAD_BIND_SIGNATURE;
    }

    static boolean isSessionId(Blob id) {
        return id.length() >= SHORTEST_SESSION_ID && id.length() <= LONGEST_SESSION_ID;
    }

    private static Optional<HostPin> pinned(Set<HostPin> pins, SessionBind bind) {
        return pins.stream().filter(pin -> pin.blob().equals(bind.hostKey())).findFirst();
    }

    /** The session identifier is the exchange hash of the first key exchange, which the host key signs. */
    private static boolean verified(HostPin pin, SessionBind bind) {
        return pin.hasSigned(bind.sessionId().toBytes(), bind.signature());
    }
}
