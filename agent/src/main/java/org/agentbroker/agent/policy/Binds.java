package org.agentbroker.agent.policy;

import java.util.ArrayList;
import java.util.List;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.Blob;

/**
 * The SSH sessions that one connection has proved to serve, in the order in which they carry each other: ssh-agent.c,
 * process_ext_session_bind.
 *
 * @param attempted a bind came, good or bad: whoever tries one is not a program beside the agent
 */
public record Binds(List<BoundSession> sessions, boolean attempted) {
    /** A connection that nobody has tried to bind. */
    public static final Binds NONE = new Binds(List.of(), false);

    // ssh-agent.c AGENT_MAX_SESSION_IDS and AGENT_MAX_SID_LEN
    private static final int MOST_SESSIONS = 16;
    private static final int LONGEST_SESSION_ID = 128;

    public Binds {
        sessions = List.copyOf(sessions);
    }

    /** After a bind that was refused or could not be read. */
    public Binds afterRefusal() {
        return new Binds(sessions, true);
    }

    /** After one that {@link #check} took. A session that stands there already is not recorded again. */
    public Binds after(BoundSession session) {
        if (holds(session.sessionId())) {
            return this;
        }
        List<BoundSession> more = new ArrayList<>(sessions);
        more.add(session);
        return new Binds(more, true);
    }

    /** Whether that session is recorded. */
    public boolean holds(Blob sessionId) {
        return sessions.stream().anyMatch(each -> each.sessionId().equals(sessionId));
    }

    /** Whether a bind is taken, its signature apart. */
    public Reason check(SessionBind bind) {
        if (bind.sessionId().length() == 0 || bind.sessionId().length() > LONGEST_SESSION_ID) {
            return Reason.BAD_SESSION_ID;
        }
        for (BoundSession each : sessions) {
            if (!each.forwarding()) {
                return Reason.SECOND_BIND;
            }
            if (each.sessionId().equals(bind.sessionId())) {
                return each.hostKey().equals(bind.hostKey()) ? Reason.BIND_RECORDED : Reason.SESSION_OF_OTHER_HOST;
            }
        }
        return sessions.size() == MOST_SESSIONS ? Reason.TOO_MANY_BINDS : Reason.BIND_RECORDED;
    }

    boolean isEmpty() {
        return sessions.isEmpty();
    }

    BoundSession last() {
        return sessions.get(sessions.size() - 1);
    }
}
