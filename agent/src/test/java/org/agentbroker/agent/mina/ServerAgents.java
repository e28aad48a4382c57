package org.agentbroker.agent.mina;

import java.util.List;
import org.apache.sshd.agent.SshAgent;
import org.apache.sshd.agent.SshAgentFactory;
import org.apache.sshd.agent.SshAgentServer;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;

/** Lets a MINA server grant agent forwarding; the tests open its channels themselves. */
final class ServerAgents implements SshAgentFactory {
    @Override
    public SshAgent createClient(Session session, FactoryManager manager) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ChannelFactory> getChannelForwardingFactories(FactoryManager manager) {
        return List.of();
    }

    @Override
    public SshAgentServer createServer(ConnectionService service) {
        return new SshAgentServer() {
            @Override
            public String getId() {
                return "none";
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
    }
}
