package org.agentbroker.agent.mina;

import java.io.IOException;
import java.util.List;
import org.apache.sshd.agent.SshAgent;
import org.apache.sshd.agent.SshAgentFactory;
import org.apache.sshd.agent.SshAgentServer;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.jspecify.annotations.Nullable;

/** Gives each session its own {@link Login}, and a session without one nothing. */
final class LoginFactory implements SshAgentFactory {
    static final AttributeKey<Login> LOGIN = new AttributeKey<>();

    @Override
    public @Nullable SshAgent createClient(@Nullable Session session, FactoryManager manager) throws IOException {
        Login login = session == null ? null : session.getAttribute(LOGIN);
        return login == null ? null : login.open();
    }

    /** None: what logs us in is not forwarded. */
    @Override
    public List<ChannelFactory> getChannelForwardingFactories(FactoryManager manager) {
        return List.of();
    }

    @Override
    public SshAgentServer createServer(ConnectionService service) {
        throw new UnsupportedOperationException("a client serves no agent");
    }
}
