package org.agentbroker.it.levels;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agentbroker.agent.AgentEvent;
import org.agentbroker.agent.ForwardedAgent;
import org.agentbroker.agent.SteadyClock;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.agent.policy.SignPolicy;
import org.agentbroker.agent.unix.AgentServer;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.Result;

/** An agent for logins at the lab's server, on a socket of this machine, and what it was heard to decide. */
final class PurposeOnASocket implements AutoCloseable {
    private static final String SSH = "ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=no"
            + " -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR";

    private final Lab lab;
    private final List<AgentEvent> events = new CopyOnWriteArrayList<>();
    private final ForwardedAgent agent;
    private final AgentServer server;

    private PurposeOnASocket(Lab lab, AgentKey key, SignPolicy policy) throws UnusableInput {
        this.lab = lab;
        this.agent = ForwardedAgent.open(key, policy, events::add, new SteadyClock());
        this.server = AgentServer.open(agent, lab.newDirectory().resolve("agent"));
    }

    /** With the lab's key; {@code hops} are host keys as {@code .pub} lines. */
    static PurposeOnASocket open(Lab lab, PolicyLevel level, int signatures, String... hops) throws UnusableInput {
        return open(lab, AgentKey.load(lab.key(), null), level, signatures, hops);
    }

    static PurposeOnASocket open(Lab lab, AgentKey key, PolicyLevel level, int signatures, String... hops)
            throws UnusableInput {
        Set<HostPin> pins = new HashSet<>();
        for (String hop : hops) {
            pins.add(HostPin.parse(hop));
        }
        HostPin destination = HostPin.parse(lab.serverHostKey());
        SignPolicy policy =
                new SignPolicy(level, lab.serverUser(), Set.of(destination), pins, signatures, Duration.ofMinutes(2));
        return new PurposeOnASocket(lab, key, policy);
    }

    /** A shell's words that log in at the server's sshd on this port, and say how that ended. */
    String login(int port) {
        return SSH + " -o IdentityFile=none -p " + port + " " + lab.serverUser()
                + "@127.0.0.1 'borg serve' </dev/null >/dev/null 2>&1; echo login $?";
    }

    String login() {
        return login(lab.serverPort());
    }

    /** Runs it with this agent. */
    Result here(String words) {
        return Command.of("sh", "-c", words).env("SSH_AUTH_SOCK", server.path()).run();
    }

    /** Runs it at the client, where OpenSSH's ssh forwards this agent to. */
    Result atTheHop(String words) {
        return Command.of(
                        "sh",
                        "-c",
                        SSH + " -A -i \"$0\" -p \"$1\" \"$2\" \"$3\"",
                        lab.identity().toString(),
                        Integer.toString(lab.clientPort()),
                        lab.clientUser() + "@127.0.0.1",
                        words)
                .env("SSH_AUTH_SOCK", server.path())
                .run();
    }

    /** All but that a connection was taken: ssh -A opens one more, to see whether there is an agent. */
    List<Reason> reasons() {
        return events.stream()
                .map(AgentEvent::reason)
                .filter(reason -> reason != Reason.CONNECTED)
                .toList();
    }

    @Override
    public void close() {
        server.close();
        agent.close();
    }
}
