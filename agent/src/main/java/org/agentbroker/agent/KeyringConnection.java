package org.agentbroker.agent;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import org.agentbroker.agent.key.SignatureAlgorithm;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.agent.policy.SignFlags;
import org.agentbroker.agent.policy.Subject;
import org.agentbroker.agent.wire.AgentReply;
import org.agentbroker.agent.wire.AgentReply.ExtensionFailure;
import org.agentbroker.agent.wire.AgentReply.Extensions;
import org.agentbroker.agent.wire.AgentReply.Failure;
import org.agentbroker.agent.wire.AgentReply.Identities;
import org.agentbroker.agent.wire.AgentReply.Signature;
import org.agentbroker.agent.wire.AgentReply.Success;
import org.agentbroker.agent.wire.AgentRequest;
import org.agentbroker.agent.wire.AgentRequest.ListIdentities;
import org.agentbroker.agent.wire.AgentRequest.Malformed;
import org.agentbroker.agent.wire.AgentRequest.Query;
import org.agentbroker.agent.wire.AgentRequest.Refused;
import org.agentbroker.agent.wire.AgentRequest.RemoveAll;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.AgentRequest.SignRequest;
import org.agentbroker.agent.wire.AgentRequest.UnknownExtension;
import org.agentbroker.agent.wire.KeyringCodec;
import org.agentbroker.agent.wire.KeyringRequest;
import org.agentbroker.agent.wire.KeyringRequest.AddKey;
import org.agentbroker.agent.wire.KeyringRequest.Lock;
import org.agentbroker.agent.wire.KeyringRequest.RemoveKey;
import org.agentbroker.agent.wire.KeyringRequest.Unlock;
import org.agentbroker.agent.wire.KeyringRequest.Unsupported;
import org.agentbroker.agent.wire.ReplyCodec;
import org.agentbroker.agent.wire.RequestCodec;

/** One peer of a {@link KeyringAgent}. */
final class KeyringConnection implements AgentConnection {
    private static final int EXTENSION = 27;

    private final KeyringAgent agent;
    private final int number;
    private final ConnectionBinds binds;

    KeyringConnection(KeyringAgent agent, int number, ConnectionBinds binds) {
        this.agent = agent;
        this.number = number;
        this.binds = binds;
    }

    @Override
    public int largestRequest() {
        return KeyringAgent.LARGEST_REQUEST;
    }

    @Override
    public byte[] answer(byte[] message) {
        AgentRequest request = KeyringCodec.decode(message);
        try {
            return request instanceof ListIdentities ? list(request) : ReplyCodec.encode(reply(request));
        } finally {
            if (request instanceof KeyringRequest secret) {
                secret.wipe();
            }
        }
    }

    private byte[] list(AgentRequest request) {
        if (agent.lock().isLocked()) {
            tell(request, Decision.of(Reason.IS_LOCKED));
            return ReplyCodec.encode(new Identities(List.of()));
        }
        tell(request, Decision.of(Reason.KEYS_LISTED));
        return agent.list(binds.now());
    }

    private AgentReply reply(AgentRequest request) {
        if (request instanceof SessionBind bind) { // while locked, too: what is forwarded must not pass for local later
            return bind(bind);
        }
        if (request instanceof Malformed malformed && malformed.number() == EXTENSION) {
            binds.failed();
            tell(request, Decision.of(Reason.MALFORMED));
            return new ExtensionFailure();
        }
        if (request instanceof Unlock unlock) {
            return status(
                    request,
                    agent.lock().unlock(unlock.passphrase(), binds.now().attempted()));
        }
        if (agent.lock().isLocked()) {
            return status(request, Reason.IS_LOCKED);
        }
        if (request instanceof SignRequest sign) {
            return sign(sign);
        }
        if (request instanceof Query) {
            tell(request, Decision.of(Reason.QUERIED));
            return new Extensions(List.of(RequestCodec.SESSION_BIND));
        }
        return status(request, change(request));
    }

    private Decision change(AgentRequest request) {
        if (request instanceof AddKey add) {
            return agent.add(add, binds.now());
        }
        if (request instanceof RemoveKey remove) {
            return Decision.about(remove.keyBlob(), agent.remove(remove.keyBlob(), binds.now()));
        }
        return Decision.of(otherChange(request));
    }

    private Reason otherChange(AgentRequest request) {
        if (request instanceof RemoveAll) { // RFC 9987, 3.4: honoured whatever the constraints
            agent.removeAll();
            return Reason.ALL_REMOVED;
        }
        if (request instanceof Lock lock) {
            return agent.lock().lock(lock.passphrase());
        }
        if (request instanceof Unsupported) {
            return Reason.UNSUPPORTED;
        }
        if (request instanceof UnknownExtension) {
            return Reason.UNKNOWN_EXTENSION;
        }
        if (request instanceof Refused refused) {
            return refused.isManagement() ? Reason.TOKEN : Reason.UNKNOWN_REQUEST;
        }
        return Reason.MALFORMED;
    }

    private AgentReply status(AgentRequest request, Reason reason) {
        return status(request, Decision.of(reason));
    }

    private AgentReply status(AgentRequest request, Decision decision) {
        tell(request, decision);
        return decision.reason().allowed() ? new Success() : new Failure();
    }

    private AgentReply bind(SessionBind bind) {
        Reason reason = binds.bind(bind);
        tell(bind, Decision.of(reason));
        return reason.allowed() ? new Success() : new ExtensionFailure();
    }

    private AgentReply sign(SignRequest request) {
        Optional<HeldKey> key = agent.find(request.keyBlob());
        if (key.isEmpty()) {
            return status(request, Decision.about(request.keyBlob(), Reason.NO_SUCH_KEY));
        }
        HeldKey held = key.get();
        Optional<SignatureAlgorithm> algorithm = SignFlags.algorithm(held.key().keyType(), request.flags());
        Reason reason = algorithm.isEmpty()
                ? Reason.BAD_FLAGS
                : agent.rules(binds.now()).sign(held.destinations(), request.keyBlob(), request.data());
        if (reason.allowed()) {
            reason = agent.confirmed(held, request);
        }
        if (!reason.allowed()) {
            return status(request, held.decision(reason));
        }
        try {
            Signature signature = new Signature(
                    held.key().sign(algorithm.orElseThrow(), request.data().toBytes()));
            tell(request, held.decision(reason));
            return signature;
        } catch (GeneralSecurityException | IllegalStateException e) { // removed in the meantime
            return status(request, held.decision(Reason.SIGNING_FAILED));
        }
    }

    private void tell(AgentRequest request, Decision decision) {
        agent.tell(number, request.verb(), decision, Subject.of(request));
    }

    @Override
    public void tooLarge() {
        agent.tell(number, "frame", Decision.of(Reason.TOO_LARGE), Subject.NONE);
    }

    @Override
    public synchronized void close() {
        binds.release();
    }
}
