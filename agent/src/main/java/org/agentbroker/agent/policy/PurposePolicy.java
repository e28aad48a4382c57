package org.agentbroker.agent.policy;

import java.time.Instant;
import java.util.Objects;
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

    /** The rules for one purpose and one key. */
    public PurposePolicy(SignPolicy policy, Credential credential) {
        this.policy = policy;
        this.rules = new LoginRules(policy, credential);
    }

    /**
     * A connection that the carrier opens for a peer behind this hop. Spent from the start unless the hop is pinned;
     * counts as a request.
     */
    public Verdict admit(SessionBind hop, PurposeState purpose) {
        ConnectionState connection = ConnectionState.UNKNOWN.over(hop);
        Reason reason = BindRules.ofTheHop(policy, hop);
        return new Verdict(
                reason,
                reason.allowed() ? connection : connection.asSpent(),
                purpose.afterRequest(),
                Subject.of(hop),
                null);
    }

    /** A connection for a peer that nothing is known of; counts as a request. */
    public Verdict admit(PurposeState purpose) {
        return new Verdict(Reason.CONNECTED, ConnectionState.UNKNOWN, purpose.afterRequest(), Subject.NONE, null);
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
            return bindVerdict(bind, connection, purpose, subject, standing);
        }
        if (request instanceof SignRequest sign) {
            return signVerdict(sign, connection, purpose, subject, standing);
        }
        return new Verdict(otherReason(request), afterOther(connection), purpose, subject, null);
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

    // a list alone spends nothing: to look, as `ssh-add -l` does, breaks no rule
    private Reason listReason(ConnectionState connection) {
        Reason missing = rules.missing(connection);
        return missing != null ? missing : Reason.LISTED;
    }

    private Verdict bindVerdict(
            SessionBind bind,
            ConnectionState connection,
            PurposeState purpose,
            Subject subject,
            @Nullable Reason standing) {
        boolean hop = BindRules.isOfTheHop(policy, bind, connection);
        Reason reason = standing;
        if (reason == null) {
            reason = hop ? BindRules.ofAToldHop(policy, bind) : BindRules.ofTheDestination(policy, bind, connection);
        }
        ConnectionState told = hop ? connection.over(bind) : connection.boundTo(bind);
        return new Verdict(reason, reason.allowed() ? told : connection.asSpent(), purpose, subject, null);
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

    // whoever has not told its hop has to do that first; what else is refused then is no mistake of an OpenSSH
    private ConnectionState afterOther(ConnectionState connection) {
        boolean owesTheHop = policy.level().needsBind() && connection.isUnknown();
        return owesTheHop ? connection.asSpent() : connection;
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
