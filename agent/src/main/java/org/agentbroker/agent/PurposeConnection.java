package org.agentbroker.agent;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Objects;
import org.agentbroker.agent.policy.ConnectionState;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.agent.policy.Verdict;
import org.agentbroker.agent.wire.AgentReply;
import org.agentbroker.agent.wire.AgentReply.ExtensionFailure;
import org.agentbroker.agent.wire.AgentReply.Extensions;
import org.agentbroker.agent.wire.AgentReply.Failure;
import org.agentbroker.agent.wire.AgentReply.Identities;
import org.agentbroker.agent.wire.AgentReply.Signature;
import org.agentbroker.agent.wire.AgentReply.Success;
import org.agentbroker.agent.wire.AgentRequest;
import org.agentbroker.agent.wire.AgentRequest.ListIdentities;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.AgentRequest.SignRequest;
import org.agentbroker.agent.wire.ReplyCodec;
import org.agentbroker.agent.wire.RequestCodec;

/** One peer of a {@link ForwardedAgent}. */
final class PurposeConnection implements AgentConnection {
    private final ForwardedAgent agent;
    private final int number;
    private ConnectionState state;
    private boolean closed;

    PurposeConnection(ForwardedAgent agent, int number, ConnectionState state) {
        this.agent = agent;
        this.number = number;
        this.state = state;
    }

    @Override
    public int largestRequest() {
        return ForwardedAgent.LARGEST_REQUEST;
    }

    @Override
    public byte[] answer(byte[] message) {
        AgentRequest request = RequestCodec.decode(message);
        Verdict verdict = agent.decide(this, request);
        state = verdict.connection();
        return ReplyCodec.encode(reply(request, verdict));
    }

    @Override
    public void tooLarge() {
        agent.tell(this, "frame", Reason.TOO_LARGE);
    }

    private AgentReply reply(AgentRequest request, Verdict verdict) {
        if (request instanceof ListIdentities) {
            return new Identities(verdict.allowed() ? List.of(agent.identity()) : List.of());
        }
        if (request instanceof SessionBind) {
            return verdict.allowed() ? new Success() : new ExtensionFailure();
        }
        if (!verdict.allowed()) {
            return new Failure();
        }
        switch (verdict.reason()) {
            case SIGNED:
                return signature((SignRequest) request, verdict);
            case QUERIED:
                return new Extensions(List.of(RequestCodec.SESSION_BIND));
            case REMOVED:
                return new Success();
            default:
                return new Failure();
        }
    }

    private AgentReply signature(SignRequest request, Verdict verdict) {
        try {
            return new Signature(agent.sign(Objects.requireNonNull(verdict.algorithm()), request.data()));
        } catch (GeneralSecurityException | IllegalStateException e) {
            agent.tell(this, request.verb(), Reason.SIGNING_FAILED);
            return new Failure();
        }
    }

    int number() {
        return number;
    }

    ConnectionState state() {
        return state;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            agent.released();
        }
    }
}
