package org.agentbroker.agent.policy;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.SignatureAlgorithm;
import org.agentbroker.agent.wire.AgentRequest;
import org.agentbroker.agent.wire.AgentRequest.ListIdentities;
import org.agentbroker.agent.wire.AgentRequest.Malformed;
import org.agentbroker.agent.wire.AgentRequest.Query;
import org.agentbroker.agent.wire.AgentRequest.Refused;
import org.agentbroker.agent.wire.AgentRequest.RemoveAll;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.AgentRequest.SignRequest;
import org.agentbroker.agent.wire.AgentRequest.UnknownExtension;
import org.agentbroker.agent.wire.Blob;
import org.jspecify.annotations.Nullable;

/** Decides about requests. Has no state and no clock of its own: the same arguments give the same verdict. */
public final class PurposePolicy {
    private final SignPolicy policy;
    private final LoginRules rules;

    public PurposePolicy(SignPolicy policy, Blob keyBlob, String keyType) {
        this.policy = policy;
        this.rules = new LoginRules(policy, keyBlob, keyType);
    }

    /**
     * A connection that the carrier opens for a peer behind this hop. Spent from the start unless the hop is pinned;
     * counts as a request.
     */
    public Verdict admit(SessionBind hop, PurposeState purpose) {
        ConnectionState connection = new ConnectionState(hop.sessionId(), null, false);
        Subject subject = Subject.of(hop);
        Reason reason = hopReason(hop);
        return new Verdict(
                reason, reason.allowed() ? connection : connection.asSpent(), purpose.afterRequest(), subject, null);
    }

    private Reason hopReason(SessionBind hop) {
        if (!hop.forwarding()) {
            return Reason.HOP_NOT_FORWARDING;
        }
        Optional<HostPin> pin = BindRules.pinned(policy.hops(), hop);
        if (pin.isEmpty()) {
            return Reason.HOP_NOT_PINNED;
        }
        return BindRules.verified(pin.get(), hop) ? Reason.HOP_ADMITTED : Reason.BAD_BIND_SIGNATURE;
    }

    /** Every request that the policy was asked about counts, granted or not. */
    public Verdict decide(AgentRequest request, ConnectionState connection, PurposeState before, Instant now) {
        PurposeState purpose = before.afterRequest();
        Subject subject = Subject.of(request);
        Reason over = over(before, now);
        if (over == Reason.TOO_MANY_REQUESTS) {
            return new Verdict(over, connection.asSpent(), purpose.asEnded(), subject, null);
        }
        if (request instanceof Query) {
            return new Verdict(over != null ? over : Reason.QUERIED, connection, purpose, subject, null);
        }
        if (request instanceof RemoveAll && over != Reason.ENDED) {
            // RFC 9987, 3.4 wants this honoured whatever the policy; the honest way is to end
            return new Verdict(Reason.REMOVED, connection.asSpent(), purpose.asEnded(), subject, null);
        }
        Reason standing = over != null ? over : connection.spent() ? Reason.CONNECTION_SPENT : null;
        if (request instanceof ListIdentities) {
            Reason reason = standing != null ? standing : listReason(connection);
            return new Verdict(reason, connection, purpose, subject, null);
        }
        if (request instanceof SessionBind bind) {
            Reason reason = standing != null ? standing : BindRules.check(policy, bind, connection);
            ConnectionState after = reason.allowed() ? connection.boundTo(bind) : connection.asSpent();
            return new Verdict(reason, after, purpose, subject, null);
        }
        if (request instanceof SignRequest sign) {
            return signVerdict(sign, connection, purpose, subject, standing);
        }
        return new Verdict(otherReason(request), connection, purpose, subject, null);
    }

    private static @Nullable Reason over(PurposeState purpose, Instant now) {
        if (purpose.ended()) {
            return Reason.ENDED;
        }
        if (purpose.requestsLeft() <= 0) {
            return Reason.TOO_MANY_REQUESTS;
        }
        if (!now.isBefore(purpose.end())) {
            return Reason.EXPIRED;
        }
        return purpose.signaturesLeft() <= 0 ? Reason.EXHAUSTED : null;
    }

    private static Reason listReason(ConnectionState connection) {
        return connection.destination() == null ? Reason.NOT_BOUND : Reason.LISTED;
    }

    private Verdict signVerdict(
            SignRequest sign,
            ConnectionState connection,
            PurposeState purpose,
            Subject subject,
            @Nullable Reason standing) {
        Reason reason = standing != null ? standing : rules.check(sign, connection, purpose);
        if (!reason.allowed()) {
            return new Verdict(reason, connection.asSpent(), purpose, subject, null);
        }
        Blob session = Objects.requireNonNull(subject.sessionId());
        SignatureAlgorithm algorithm = rules.algorithm(sign).orElseThrow();
        return new Verdict(reason, connection, purpose.afterSignature(session), subject, algorithm);
    }

    private static Reason otherReason(AgentRequest request) {
        if (request instanceof Malformed) {
            return Reason.MALFORMED;
        }
        if (request instanceof UnknownExtension) {
            return Reason.UNKNOWN_EXTENSION;
        }
        if (request instanceof Refused refused && refused.isManagement()) {
            return Reason.NOT_OFFERED;
        }
        return request instanceof RemoveAll ? Reason.ENDED : Reason.UNKNOWN_REQUEST;
    }
}
