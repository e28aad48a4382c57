package org.agentbroker.agent.policy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.agentbroker.agent.key.SignatureAlgorithm;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.AgentRequest.SignRequest;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.UserauthRequest;
import org.jspecify.annotations.Nullable;

/** When a login is signed: every rule has to hold, the first that does not is the reason. */
final class LoginRules {
    private final SignPolicy policy;
    private final Blob user;
    private final Credential credential;

    LoginRules(SignPolicy policy, Credential credential) {
        this.policy = policy;
        this.user = Blob.of(policy.user().getBytes(StandardCharsets.UTF_8));
        this.credential = credential;
    }

    Optional<SignatureAlgorithm> algorithm(SignRequest request) {
        return SignatureAlgorithm.requested(credential.keyType(), request.flags());
    }

    /** What the level wants to be told before anything is listed or signed; null when nothing is missing. */
    @Nullable
    Reason missing(ConnectionState connection) {
        if (connection.destination() != null || !policy.level().needsBind()) {
            return null;
        }
        return connection.isUnknown() ? Reason.HOP_UNKNOWN : Reason.NOT_BOUND;
    }

    Reason check(SignRequest request, ConnectionState connection, PurposeState purpose) {
        Reason missing = missing(connection);
        if (missing != null) {
            return missing;
        }
        if (!request.keyBlob().equals(credential.identity())) {
            return Reason.OTHER_KEY;
        }
        Optional<SignatureAlgorithm> algorithm = algorithm(request);
        if (algorithm.isEmpty()) {
            return Reason.BAD_FLAGS;
        }
        try {
            return check(UserauthRequest.decode(request.data()), algorithm.get(), connection, purpose);
        } catch (MalformedMessage e) {
            return Reason.NOT_A_LOGIN;
        }
    }

    private Reason check(
            UserauthRequest login, SignatureAlgorithm algorithm, ConnectionState connection, PurposeState purpose) {
        if (!login.isHostbound() && policy.level().needsHostbound()) {
            return Reason.NOT_HOSTBOUND;
        }
        if (!login.user().equals(user)) {
            return Reason.OTHER_USER;
        }
        if (!login.keyBlob().equals(credential.identity())) {
            return Reason.OTHER_KEY;
        }
        if (!login.algorithm().equals(algorithm.loginName(credential.certified()))) {
            return Reason.OTHER_ALGORITHM;
        }
        SessionBind bind = connection.destination();
        Reason elsewhere = bind != null ? elsewhere(login, bind) : unbound(login, connection);
        if (elsewhere != null) {
            return elsewhere;
        }
        return purpose.signedSessions().contains(login.sessionId()) ? Reason.SESSION_REPEATED : Reason.SIGNED;
    }

    /** At every level: once there is a bind the login has to be the bound one. */
    private static @Nullable Reason elsewhere(UserauthRequest login, SessionBind bind) {
        if (!login.sessionId().equals(bind.sessionId())) {
            return Reason.OTHER_SESSION;
        }
        return login.isHostbound() && !bind.hostKey().equals(login.hostKey()) ? Reason.OTHER_HOST : null;
    }

    /** What can be known of a login without a bind: a host key that it names is pinned, its session is not the hop's. */
    private @Nullable Reason unbound(UserauthRequest login, ConnectionState connection) {
        if (login.isHostbound()
                && policy.destinations().stream().noneMatch(pin -> pin.blob().equals(login.hostKey()))) {
            return Reason.HOST_NOT_PINNED;
        }
        if (!BindRules.isSessionId(login.sessionId())) {
            return Reason.BAD_SESSION_ID;
        }
        return login.sessionId().equals(connection.hopSession()) ? Reason.SESSION_OF_THE_HOP : null;
    }
}
