package org.agentbroker.broker.session;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.agentbroker.agent.ForwardedAgent;
import org.agentbroker.agent.SteadyClock;
import org.agentbroker.agent.policy.SignPolicy;
import org.agentbroker.broker.keys.PullKey;
import org.agentbroker.broker.link.Opening;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Endpoint;
import org.agentbroker.broker.plan.Return;
import org.agentbroker.broker.returnpath.ReturnPath;

/**
 * All that has to be open before borg can start: the hop, the key, the way back, the agent, and a channel on which the
 * client's sshd forwards it. Nothing has happened on the client until then, so one that failed may be followed by another.
 */
final class Passage implements AutoCloseable {
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final Pulling pulling;
    private final Hop hop;
    private final ReturnPath back;
    private final PullChannel channel;

    private Passage(Pulling pulling, Hop hop, KeySupply keys, Returns returns)
            throws Stop, IOException, InterruptedException {
        this.pulling = pulling;
        this.hop = hop;
        undo.push(hop::close);
        try {
            Return way = pulling.plan().way();
            PullKey key = way.hasLogin() ? issue(keys) : null;
            back = returns.open(hop, key);
            undo.push(back::close);
            ForwardedAgent agent = key == null ? null : open(key, back.endpoint());
            channel = hop.exec(
                    agent,
                    pulling.plan().remote().loginCommand(),
                    pulling.output().sinks());
            undo.push(() -> channel.close(true)); // whatever the client keeps open
            Opening.await(channel, pulling.deadline().atMost(pulling.timing().login()));
            if (agent != null) {
                requireForwarding();
            }
        } catch (Stop | IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** @throws Stop with what went wrong; nothing is left open then */
    static Passage open(Pulling pulling, Identities identities, KeySupply keys, Returns returns)
            throws Stop, InterruptedException {
        Hop hop = Hop.open(pulling.approach(), identities.logins());
        pulling.enter(Phase.FORWARD);
        try {
            return new Passage(pulling, hop, keys, returns);
        } catch (InterruptedIOException e) {
            throw new InterruptedException("cancelled");
        } catch (IOException e) {
            throw lost(pulling);
        } catch (IllegalStateException e) { // MINA's, for a new channel of a session that is being closed
            if (hop.isOpen()) {
                throw e;
            }
            throw lost(pulling);
        }
    }

    private PullKey issue(KeySupply keys) throws Stop, InterruptedException {
        PullKey key = keys.issue(hop);
        undo.push(key::close);
        return key;
    }

    /** The agent's lifetime starts now. */
    private ForwardedAgent open(PullKey key, Endpoint to) {
        SignPolicy policy = pulling.plan().policy((Endpoint.Ssh) to);
        ForwardedAgent agent = ForwardedAgent.open(key.key(), policy, pulling.audit(), new SteadyClock());
        undo.push(agent::close);
        long lifetime = policy.lifetime().toMillis();
        ScheduledFuture<?> expiry = pulling.scheduler().schedule(agent::expire, lifetime + 1, TimeUnit.MILLISECONDS);
        undo.push(() -> expiry.cancel(false));
        return agent;
    }

    /** Nothing secret leaves before the client's sshd has said yes. */
    private void requireForwarding() throws Stop, InterruptedException {
        boolean granted = Waiting.until(
                        channel.forwarding(),
                        pulling.deadline().atMost(pulling.timing().login()))
                .orElseThrow(() -> lost(pulling));
        if (granted) {
            return;
        }
        if (!hop.isOpen()) {
            throw lost(pulling);
        }
        throw new Stop(
                Phase.FORWARD,
                Cause.REFUSED,
                pulling.name() + " refuses agent forwarding",
                "allow it there: AllowAgentForwarding yes in sshd_config, and agent-forwarding after restrict"
                        + " in authorized_keys");
    }

    static Stop lost(Pulling pulling) {
        return new Stop(
                Phase.FORWARD,
                Cause.UNREACHABLE,
                "the connection to " + pulling.name() + " was lost before the command started",
                "look at sshd's log on the client");
    }

    PullChannel channel() {
        return channel;
    }

    ReturnPath back() {
        return back;
    }

    /** In the reverse order of opening. May be called again. */
    @Override
    public void close() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
