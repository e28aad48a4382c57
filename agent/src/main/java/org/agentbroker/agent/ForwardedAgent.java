package org.agentbroker.agent;

import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.function.Function;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.SignatureAlgorithm;
import org.agentbroker.agent.policy.Credential;
import org.agentbroker.agent.policy.PurposePolicy;
import org.agentbroker.agent.policy.PurposeState;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.agent.policy.SignPolicy;
import org.agentbroker.agent.policy.Subject;
import org.agentbroker.agent.policy.Verdict;
import org.agentbroker.agent.wire.AgentReply.Identity;
import org.agentbroker.agent.wire.AgentRequest;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.Blob;
import org.jspecify.annotations.Nullable;

/**
 * An agent with one key for one purpose. Opened by the program that owns the key, served by a carrier, and of no use
 * once its signatures are used up, its lifetime is over, or it is closed; then the key's bytes are zero.
 *
 * <p>Safe for use by several threads.
 */
public final class ForwardedAgent implements Agent {
    /** Longest request taken, in bytes: a login with an RSA-4096 key and host key needs less than 5 KiB. */
    public static final int LARGEST_REQUEST = 16 * 1024;

    /** Connections open at a time; a login needs one. */
    public static final int MOST_CONNECTIONS = 8;

    private final AgentKey key;
    private final PurposePolicy policy;
    private final AgentListener listener;
    private final InstantSource clock;
    private final Object lock = new Object();
    private PurposeState purpose;
    private int signing;
    private int connectionsOpened;
    private int connectionsOpen;
    private boolean refusalTold;

    private ForwardedAgent(AgentKey key, SignPolicy policy, AgentListener listener, InstantSource clock) {
        this.key = key;
        this.policy = new PurposePolicy(policy, Credential.of(key));
        this.listener = listener;
        this.clock = clock;
        this.purpose = PurposeState.opened(policy, clock.instant());
    }

    /**
     * An agent whose lifetime begins now.
     *
     * @param key becomes the agent's: closed with it
     * @param clock a {@link SteadyClock}, or one that a test sets
     */
    public static ForwardedAgent open(AgentKey key, SignPolicy policy, AgentListener listener, InstantSource clock) {
        return new ForwardedAgent(key, policy, listener, clock);
    }

    /**
     * A connection for a peer behind this hop, or null when {@link #MOST_CONNECTIONS} are open or the agent has ended.
     *
     * @param hop the forwarding SSH connection, from its verified key exchange: {@code forwarding} must be true. A hop
     *     that is not pinned gets a connection on which everything is refused.
     */
    public @Nullable AgentConnection connect(SessionBind hop) {
        return connect(before -> policy.admit(hop, before));
    }

    /**
     * A connection for a peer on a local socket, or of any carrier that knows no key exchange; null as above. The peer
     * has to tell its hop by the first bind and its destination by the second, as OpenSSH's programs do; the levels say
     * what it gets without.
     */
    @Override
    public @Nullable AgentConnection connect() {
        return connect(policy::admit);
    }

    private @Nullable AgentConnection connect(Function<PurposeState, Verdict> admission) {
        synchronized (lock) {
            int number = connectionsOpened + 1;
            Reason refusal = connectionRefusal();
            if (refusal != null) {
                tellRefusedConnection(number, refusal);
                return null;
            }
            Verdict verdict = admission.apply(purpose);
            purpose = verdict.purpose();
            tell(number, "connect", verdict.reason(), verdict.subject());
            connectionsOpened = number;
            connectionsOpen++;
            return new PurposeConnection(this, number, verdict.connection());
        }
    }

    private @Nullable Reason connectionRefusal() {
        if (purpose.ended()) {
            return Reason.ENDED;
        }
        if (purpose.requestsLeft() <= 0) {
            close();
            return Reason.TOO_MANY_REQUESTS;
        }
        return connectionsOpen >= MOST_CONNECTIONS ? Reason.TOO_MANY_CONNECTIONS : null;
    }

    // a peer that opens channels for ever must not fill the audit: said once until a connection is taken again
    private void tellRefusedConnection(int number, Reason refusal) {
        if (!refusalTold) {
            refusalTold = true;
            tell(number, "connect", refusal, Subject.NONE);
        }
    }

    /** Decides and counts, in the order of arrival over all connections; signing itself happens outside the lock. */
    Verdict decide(PurposeConnection connection, AgentRequest request) {
        synchronized (lock) {
            boolean wasEnded = purpose.ended();
            Verdict verdict = policy.decide(request, connection.state(), purpose, clock.instant());
            purpose = verdict.purpose();
            try {
                if (!wasEnded) { // the end was told with its reason; what comes after it changes nothing
                    tell(connection.number(), request.verb(), verdict.reason(), verdict.subject());
                }
                if (verdict.reason() == Reason.SIGNED) {
                    signing++;
                }
            } finally {
                wipeWhenUseless();
            }
            return verdict;
        }
    }

    Identity identity() {
        return new Identity(key.identity(), Blob.of(new byte[0]));
    }

    /** To be called once for each {@link Reason#SIGNED}; after the last one the key is wiped. */
    Blob sign(SignatureAlgorithm algorithm, Blob data) throws GeneralSecurityException {
        try {
            return key.sign(algorithm, data.toBytes());
        } finally {
            synchronized (lock) {
                signing--;
                wipeWhenUseless();
            }
        }
    }

    private void wipeWhenUseless() {
        if (purpose.ended() || isOver() && signing == 0) {
            key.close();
        }
    }

    /** For what the carrier or the key decides: an unreadable stream, a failed signature. */
    void tell(PurposeConnection connection, String request, Reason reason) {
        synchronized (lock) {
            tell(connection.number(), request, reason, Subject.NONE);
        }
    }

    private void tell(int connection, String request, Reason reason, Subject subject) {
        listener.decided(AgentEvent.of(
                clock.instant(), connection, request, reason, key.fingerprint(), subject, purpose.signaturesLeft()));
    }

    void released() {
        synchronized (lock) {
            connectionsOpen--;
            refusalTold = false;
        }
    }

    @Override
    public void expire() {
        synchronized (lock) {
            wipeWhenUseless();
        }
    }

    /** Nothing will be signed any more: the lifetime or the signatures are used up, or it was ended. */
    public boolean isOver() {
        synchronized (lock) {
            return purpose.ended()
                    || purpose.signaturesLeft() == 0
                    || !clock.instant().isBefore(purpose.end());
        }
    }

    /** How many logins may still be signed, lifetime apart. */
    public int signaturesLeft() {
        synchronized (lock) {
            return purpose.signaturesLeft();
        }
    }

    /** Ends the purpose and wipes the key. May be called again. */
    @Override
    public void close() {
        synchronized (lock) {
            purpose = purpose.asEnded();
            key.close();
        }
    }
}
