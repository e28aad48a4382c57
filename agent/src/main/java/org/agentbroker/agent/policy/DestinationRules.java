package org.agentbroker.agent.policy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.agentbroker.agent.key.Certificate;
import org.agentbroker.agent.key.NamePattern;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.DestinationConstraint;
import org.agentbroker.agent.wire.DestinationConstraint.Host;
import org.agentbroker.agent.wire.DestinationConstraint.HostKey;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.UserauthRequest;
import org.jspecify.annotations.Nullable;

/**
 * Where a key of the general agent may be seen and used: OpenSSH's destination constraints (PROTOCOL.agent, 1 and 2;
 * ssh-agent.c, identity_permitted and process_sign_request2).
 */
public final class DestinationRules {
    private final Binds binds;
    private final Instant now;

    /** The rules over a connection with these binds; certificates of hosts have to be valid now. */
    public DestinationRules(Binds binds, Instant now) {
        this.binds = binds;
        this.now = now;
    }

    /** Whether a key with these constraints may be listed, replaced or removed over this connection. */
    public boolean visible(List<DestinationConstraint> constraints) {
        if (constraints.isEmpty()) {
            return true;
        }
        if (binds.isEmpty()) {
            return !binds.attempted(); // a program beside the agent, unless a bind has failed
        }
        // a key that may be used to reach the last host, but not from there, is hidden there
        return path(constraints, null)
                && (!binds.last().forwarding() || permitted(constraints, binds.last(), null, null));
    }

    /**
     * Whether these data may be signed with it.
     *
     * @param identity the key's blob, or its certificate's
     * @return {@link Reason#DATA_SIGNED} or why not
     */
    public Reason sign(List<DestinationConstraint> constraints, Blob identity, Blob data) {
        if (constraints.isEmpty()) {
            return Reason.DATA_SIGNED;
        }
        if (binds.isEmpty()) {
            return Reason.UNBOUND_USE;
        }
        try {
            return sign(constraints, identity, UserauthRequest.decode(data));
        } catch (MalformedMessage e) {
            return Reason.NOT_A_LOGIN;
        }
    }

    private Reason sign(List<DestinationConstraint> constraints, Blob identity, UserauthRequest login)
            throws MalformedMessage {
        if (!login.isFor(identity)) {
            return Reason.OTHER_KEY;
        }
        if (binds.last().forwarding()) {
            return Reason.SIGN_ON_HOP;
        }
        if (!path(constraints, login.user())) {
            return Reason.DESTINATION_NOT_PERMITTED;
        }
        if (!login.sessionId().equals(binds.last().sessionId())) {
            return Reason.OTHER_SESSION;
        }
        if (binds.sessions().size() > 1 && !login.isHostbound()) {
            return Reason.NOT_HOSTBOUND;
        }
        boolean sameHost = !login.isHostbound() || binds.last().hostKey().equals(login.hostKey());
        return sameHost ? Reason.DATA_SIGNED : Reason.OTHER_HOST;
    }

    /** Whether every step of the way that the binds describe is permitted, the last one as this user. */
    private boolean path(List<DestinationConstraint> constraints, @Nullable Blob user) {
        BoundSession from = null;
        for (BoundSession session : binds.sessions()) {
            boolean last = session == binds.last();
            if (!last && !session.forwarding() || !permitted(constraints, from, session, last ? user : null)) {
                return false;
            }
            from = session;
        }
        return true;
    }

    /**
     * @param from null for the agent's own host
     * @param to null for any
     */
    private boolean permitted(
            List<DestinationConstraint> constraints,
            @Nullable BoundSession from,
            @Nullable BoundSession to,
            @Nullable Blob user) {
        return constraints.stream()
                .anyMatch(each -> from(each.from(), from)
                        && (to == null || is(each.to(), to))
                        && (user == null || userMatches(each, user)));
    }

    private boolean from(@Nullable Host permitted, @Nullable BoundSession from) {
        return permitted == null || from == null ? permitted == null && from == null : is(permitted, from);
    }

    private static boolean userMatches(DestinationConstraint constraint, Blob user) {
        Blob pattern = constraint.userPattern();
        return pattern.length() == 0 || NamePattern.matches(text(user), text(pattern));
    }

    /** A character for each byte, so that bytes are what is compared. */
    private static String text(Blob bytes) {
        return new String(bytes.toBytes(), StandardCharsets.ISO_8859_1);
    }

    private boolean is(Host host, BoundSession session) {
        Certificate certificate = session.certificate();
        for (HostKey key : host.keys()) {
            boolean proved = certificate == null
                    ? !key.authority() && key.blob().equals(session.hostKey())
                    : key.authority()
                            && key.blob().equals(certificate.caKey())
                            && certificate.admitsHost(host.name(), now);
            if (proved) {
                return true;
            }
        }
        return false;
    }
}
