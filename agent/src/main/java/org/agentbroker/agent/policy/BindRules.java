package org.agentbroker.agent.policy;

import java.util.Optional;
import java.util.Set;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;

/** When a bind is believed. A signature is verified last, and only with a pinned key: never with one the peer chose. */
final class BindRules {
    // SHA-1 to SHA-512: no key exchange has a shorter or longer hash (RFC 4253, 7.2)
    private static final int SHORTEST_SESSION_ID = 20;
    private static final int LONGEST_SESSION_ID = 64;

    private BindRules() {}

    static Reason check(SignPolicy policy, SessionBind bind, ConnectionState connection) {
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
        int length = bind.sessionId().length();
        if (length < SHORTEST_SESSION_ID || length > LONGEST_SESSION_ID) {
            return Reason.BAD_SESSION_ID;
        }
        if (bind.sessionId().equals(connection.hopSession())) {
            return Reason.SESSION_OF_THE_HOP;
        }
        return verified(pin.get(), bind) ? Reason.BOUND : Reason.BAD_BIND_SIGNATURE;
    }

    static Optional<HostPin> pinned(Set<HostPin> pins, SessionBind bind) {
        return pins.stream().filter(pin -> pin.blob().equals(bind.hostKey())).findFirst();
    }

    /** The session identifier is the exchange hash of the first key exchange, which the host key signs. */
    static boolean verified(HostPin pin, SessionBind bind) {
        return pin.hasSigned(bind.sessionId().toBytes(), bind.signature());
    }
}
