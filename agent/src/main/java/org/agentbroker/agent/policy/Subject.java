package org.agentbroker.agent.policy;

import org.agentbroker.agent.wire.AgentRequest;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.AgentRequest.SignRequest;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.UserauthRequest;
import org.jspecify.annotations.Nullable;

/**
 * Whom and what a request is about, for the audit. All of it is the peer's word.
 *
 * @param user the login's user, as bytes
 * @param hostKey the host key of the bind or the login
 * @param sessionId the SSH session of the bind or the login
 */
public record Subject(
        @Nullable Blob user,
        @Nullable Blob hostKey,
        @Nullable Blob sessionId) {
    /** A request that is about nobody. */
    public static final Subject NONE = new Subject(null, null, null);

    /** What a bind or a login says; nothing of any other request. */
    public static Subject of(AgentRequest request) {
        if (request instanceof SessionBind bind) {
            return new Subject(null, bind.hostKey(), bind.sessionId());
        }
        if (request instanceof SignRequest sign) {
            try {
                UserauthRequest login = UserauthRequest.decode(sign.data());
                return new Subject(login.user(), login.hostKey(), login.sessionId());
            } catch (MalformedMessage e) {
                return NONE;
            }
        }
        return NONE;
    }
}
