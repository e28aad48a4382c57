package org.agentbroker.broker.returnpath;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.broker.returnpath.EmbeddedEvent.Refusal;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;

/**
 * The service {@code ssh-userauth} with one method. MINA's own would look for methods without regard to case, log what
 * the client wrote, and offer the method by a name that OpenSSH's client does not look for in the list.
 */
final class LoginService extends AbstractCloseable implements Service {
    // sshconnect2.c looks for "publickey" here, and takes hostbound for it when EXT_INFO offers that
    private static final String METHODS = "publickey";
    private static final int MOST_REQUESTS = 6; // sshd_config, MaxAuthTries

    private final EmbeddedSession session;
    private final Map<String, Object> properties = new ConcurrentHashMap<>();
    private int requests;

    LoginService(EmbeddedSession session) {
        this.session = session;
    }

    @Override
    public void start() {
        // the client begins
    }

    @Override
    public void process(int command, Buffer buffer) throws Exception {
        if (command != SshConstants.SSH_MSG_USERAUTH_REQUEST || ++requests > MOST_REQUESTS) {
            session.drop();
            return;
        }
        byte[] message = Arrays.copyOfRange(buffer.array(), buffer.rpos() - 1, buffer.wpos());
        LoginRules.Answer answer = session.arrival().judge(Blob.of(session.getSessionId()), message);
        if (answer instanceof LoginRules.Proved && session.arrival().claimLogin()) {
            session.signalAuthenticationSuccess(session.arrival().user(), "ssh-connection", buffer);
        } else if (answer instanceof LoginRules.Promise promise) {
            promise(promise);
        } else {
            refuse(answer);
        }
    }

    private void promise(LoginRules.Promise promise) throws IOException {
        Buffer reply = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_PK_OK);
        reply.putString(promise.algorithm());
        reply.putBytes(promise.key().toBytes());
        session.writePacket(reply);
    }

    private void refuse(LoginRules.Answer answer) throws IOException {
        if (answer instanceof LoginRules.Denied denied) {
            session.arrival().refused(denied.reason());
        } else if (answer instanceof LoginRules.Proved) {
            session.arrival().refused(Refusal.USED_UP);
        }
        Buffer reply = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_FAILURE);
        reply.putString(METHODS);
        reply.putBoolean(false);
        session.writePacket(reply);
    }

    @Override
    public Session getSession() {
        return session;
    }

    @Override
    public Map<String, Object> getProperties() {
        return properties;
    }
}
