package org.agentbroker.it.examples;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.Executors;
import org.agentbroker.agent.AgentListener;
import org.agentbroker.agent.ForwardedAgent;
import org.agentbroker.agent.SteadyClock;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.mina.AgentExec;
import org.agentbroker.agent.mina.Login;
import org.agentbroker.agent.mina.MinaForwarding;
import org.agentbroker.agent.policy.SignPolicy;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;

/** The example of agent/README.md with Apache MINA SSHD. */
final class ForwardedCommand {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private ForwardedCommand() {}

    static Integer run(
            SshClient client,
            String user,
            int port,
            AgentKey identity,
            AgentKey key,
            SignPolicy policy,
            AgentListener log,
            String command)
            throws IOException {
        // README {
        MinaForwarding forwarding = MinaForwarding.install(client, Executors.newCachedThreadPool());
        client.start();
        try (ClientSession session =
                        client.connect(user, "127.0.0.1", port).verify(TIMEOUT).getSession();
                ForwardedAgent agent = ForwardedAgent.open(key, policy, log, new SteadyClock())) {
            forwarding.login(session, Login.with(identity)); // or Login.withAgentAt(socket)
            session.auth().verify(TIMEOUT);
            AgentExec channel = forwarding.exec(session, agent, command);
            channel.open().verify(TIMEOUT);
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), TIMEOUT);
            return channel.getExitStatus();
        } // the agent has ended, its key is wiped
        // }
    }
}
