package org.agentbroker.it.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.agentbroker.agent.ForwardedAgent;
import org.agentbroker.agent.SteadyClock;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.agent.policy.SignPolicy;
import org.agentbroker.agent.unix.AgentServer;
import org.agentbroker.it.lab.Lab;

/** An agent with broker's own login at the client, which tells of each signature before it is given. */
final class SigningAgent implements AutoCloseable {
    private final ForwardedAgent agent;
    private final AgentServer server;
    private final Path socket;

    private SigningAgent(Lab lab, Runnable signing) throws UnusableInput {
        SignPolicy policy = new SignPolicy(
                PolicyLevel.UNBOUND,
                lab.clientUser(),
                Set.of(HostPin.parse(lab.clientHostKey())),
                Set.of(),
                SignPolicy.MOST_SIGNATURES,
                Duration.ofMinutes(10));
        agent = ForwardedAgent.open(
                AgentKey.load(lab.identity(), null),
                policy,
                event -> {
                    if (event.reason() == Reason.SIGNED) {
                        signing.run();
                    }
                },
                new SteadyClock());
        socket = lab.newDirectory().resolve("agent");
        server = AgentServer.open(agent, socket);
    }

    static SigningAgent open(Lab lab, Runnable signing) {
        try {
            return new SigningAgent(lab, signing);
        } catch (UnusableInput e) {
            throw new AssertionError(e);
        }
    }

    String socket() {
        return socket.toString();
    }

    @Override
    public void close() {
        server.close();
        agent.close();
    }
}
