package org.agentbroker.agent.policy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.agentbroker.agent.key.SignatureAlgorithm;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.AgentRequest.SignRequest;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.UserauthRequest;

/** When a login is signed: every rule has to hold, the first that does not is the reason. */
final class LoginRules {
    private final Blob user;
    private final Blob keyBlob;
    private final String keyType;

    LoginRules(SignPolicy policy, Blob keyBlob, String keyType) {
        this.user = Blob.of(policy.user().getBytes(StandardCharsets.UTF_8));
        this.keyBlob = keyBlob;
        this.keyType = keyType;
    }

    Optional<SignatureAlgorithm> algorithm(SignRequest request) {
        return SignatureAlgorithm.requested(keyType, request.flags());
    }

    Reason check(SignRequest request, ConnectionState connection, PurposeState purpose) {
        SessionBind bind = connection.destination();
        if (bind == null) {
            return Reason.NOT_BOUND;
        }
        if (!request.keyBlob().equals(keyBlob)) {
            return Reason.OTHER_KEY;
        }
        Optional<SignatureAlgorithm> algorithm = algorithm(request);
        if (algorithm.isEmpty()) {
            return Reason.BAD_FLAGS;
        }
        try {
            return check(UserauthRequest.decode(request.data()), algorithm.get(), bind, purpose);
        } catch (MalformedMessage e) {
            return Reason.NOT_A_LOGIN;
        }
    }

    private Reason check(UserauthRequest login, SignatureAlgorithm algorithm, SessionBind bind, PurposeState purpose) {
        if (!login.isHostbound()) {
            return Reason.NOT_HOSTBOUND;
        }
        if (!login.user().equals(user)) {
            return Reason.OTHER_USER;
        }
        if (!login.keyBlob().equals(keyBlob)) {
            return Reason.OTHER_KEY;
        }
        if (!login.algorithm().equals(algorithm.sshName())) {
            return Reason.OTHER_ALGORITHM;
        }
        if (!login.sessionId().equals(bind.sessionId())) {
            return Reason.OTHER_SESSION;
        }
        if (!bind.hostKey().equals(login.hostKey())) {
            return Reason.OTHER_HOST;
        }
        return purpose.signedSessions().contains(bind.sessionId()) ? Reason.SESSION_REPEATED : Reason.SIGNED;
    }
}
