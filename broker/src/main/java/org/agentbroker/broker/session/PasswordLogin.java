package org.agentbroker.broker.session;

import org.agentbroker.agent.key.Secret;
import org.apache.sshd.client.auth.AbstractUserAuth;
import org.apache.sshd.client.auth.UserAuth;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * The login by a password (RFC 4252, 8), once, where the {@link Encounter} has one. Of our own, because MINA's wants it as a {@code String}. Its packet is
 * encrypted where it stands.
 */
final class PasswordLogin implements UserAuthFactory {
    private static final String NAME = "password";

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public UserAuth createUserAuth(ClientSession session) {
        return new Attempt();
    }

    private final class Attempt extends AbstractUserAuth {
        private boolean sent;

        Attempt() {
            super(NAME);
        }

        @Override
        protected boolean sendAuthDataRequest(ClientSession session, String service) throws Exception {
            Secret typed = Encounter.of(session).typed();
            if (sent || typed == null) {
                return false;
            }
            sent = true;
            Buffer buffer = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_REQUEST);
            buffer.putString(session.getUsername());
            buffer.putString(service);
            buffer.putString(NAME);
            buffer.putBoolean(false); // it is not a change
            typed.lend(bytes -> {
                buffer.putBytes(bytes);
                return null;
            });
            session.writePacket(buffer);
            return true;
        }

        /** A demand to change it first is a refusal. */
        @Override
        protected boolean processAuthDataRequest(ClientSession session, String service, Buffer buffer) {
            return false;
        }
    }
}
