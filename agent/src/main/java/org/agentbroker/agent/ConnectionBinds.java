package org.agentbroker.agent;

import java.util.concurrent.atomic.AtomicLong;
import org.agentbroker.agent.key.Certificate;
import org.agentbroker.agent.key.HostKeys;
import org.agentbroker.agent.policy.Binds;
import org.agentbroker.agent.policy.BoundSession;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.MalformedMessage;
import org.jspecify.annotations.Nullable;

/** The binds of one connection to a general agent. They stay in memory as long as it does, so all share what room there is. */
final class ConnectionBinds {
    // a key of RSA-16384 takes 2 KiB; a certificate has room left for its principals
    private static final int LONGEST_HOST_KEY = 16 * 1024;

    private final AtomicLong room;
    private Binds binds = Binds.NONE;
    private int taken;

    /** @param room in bytes, what all connections may have taken together */
    ConnectionBinds(AtomicLong room) {
        this.room = room;
    }

    Binds now() {
        return binds;
    }

    /** A bind that could not be read. */
    void failed() {
        binds = binds.afterRefusal();
    }

    Reason bind(SessionBind bind) {
        Reason reason = reason(bind);
        if (reason.allowed()) {
            binds = binds.after(BoundSession.of(bind, certificate(bind)));
        } else {
            failed();
        }
        return reason;
    }

    private Reason reason(SessionBind bind) {
        Reason reason = binds.check(bind);
        if (!reason.allowed()) {
            return reason;
        }
        if (!HostKeys.hasSigned(bind.hostKey(), bind.sessionId().toBytes(), bind.signature())) {
            return Reason.BAD_BIND_SIGNATURE;
        }
        boolean kept = binds.holds(bind.sessionId());
        return kept || take(bind.hostKey().length()) ? reason : Reason.TOO_MANY_BINDS;
    }

    private boolean take(int bytes) {
        if (bytes > LONGEST_HOST_KEY) {
            return false;
        }
        if (room.addAndGet(-bytes) < 0) {
            room.addAndGet(bytes);
            return false;
        }
        taken += bytes;
        return true;
    }

    /** The host's certificate, or null when it has a plain key. */
    private static @Nullable Certificate certificate(SessionBind bind) {
        try {
            return Certificate.decode(bind.hostKey());
        } catch (MalformedMessage e) {
            return null;
        }
    }

    /** Gives the room back. May be called again. */
    void release() {
        room.addAndGet(taken);
        taken = 0;
    }
}
