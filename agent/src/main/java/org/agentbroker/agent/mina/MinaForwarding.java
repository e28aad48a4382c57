package org.agentbroker.agent.mina;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.agentbroker.agent.AgentConnection;
import org.agentbroker.agent.ForwardedAgent;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.jspecify.annotations.Nullable;

/** Plugs forwarded agents into a MINA client. An agent serves the one session it was given to and no other. */
public final class MinaForwarding {
    private static final AttributeKey<ForwardedAgent> AGENT = new AttributeKey<>();

    private final Executor executor;

    private MinaForwarding(Executor executor) {
        this.executor = executor;
    }

    /**
     * Prepares a client that is not started yet: its key exchanges are listened to, and agent channels are accepted on
     * sessions that {@link #exec} gave an agent. Replaces the client's agent factory.
     *
     * @param executor answers requests; a task may block for 30 s on a peer that does not read, and an agent has at
     *     most {@link ForwardedAgent#MOST_CONNECTIONS} of them
     */
    public static MinaForwarding install(SshClient client, Executor executor) {
        MinaForwarding forwarding = new MinaForwarding(executor);
        client.setKeyExchangeFactories(KexTap.around(client.getKeyExchangeFactories()));
        client.setAgentFactory(new LoginFactory());
        List<ChannelFactory> factories = new ArrayList<>(client.getChannelFactories());
        factories.add(forwarding.new AgentChannelFactory());
        client.setChannelFactories(factories);
        return forwarding;
    }

    /** Logs this session in by {@code login} and nothing else; to be called before {@code session.auth()}. */
    public void login(ClientSession session, Login login) {
        session.setAttribute(LoginFactory.LOGIN, login);
    }

    /**
     * A channel that asks for agent forwarding and then runs the command; not yet opened. Nothing secret should be
     * written to it before {@link AgentExec#forwarding} says that the request was granted.
     */
    public AgentExec exec(ClientSession session, ForwardedAgent agent, String command) throws IOException {
        AgentExec channel = new AgentExec(command);
        register(session, agent, channel);
        return channel;
    }

    /** As {@link #exec}, for a channel of a class of one's own. */
    public void register(ClientSession session, ForwardedAgent agent, AgentExec channel) throws IOException {
        session.setAttribute(AGENT, agent);
        session.getService(ConnectionService.class).registerChannel(channel);
    }

    /** The session's first key exchange as a bind, made by nobody but its verified server; null before that. */
    public static @Nullable SessionBind hop(Session session) {
        return session.getAttribute(KexTap.HOP);
    }

    private final class AgentChannelFactory implements ChannelFactory {
        @Override
        public String getName() {
            return "auth-agent@openssh.com"; // OpenSSH PROTOCOL.agent; RFC 9987, 4.2
        }

        /** Null refuses the channel. */
        @Override
        public @Nullable Channel createChannel(Session session) {
            ForwardedAgent agent = session.getAttribute(AGENT);
            SessionBind hop = hop(session);
            if (agent == null || hop == null) {
                return null;
            }
            AgentConnection connection = agent.connect(hop);
            return connection == null ? null : new AgentChannel(connection, executor);
        }
    }
}
