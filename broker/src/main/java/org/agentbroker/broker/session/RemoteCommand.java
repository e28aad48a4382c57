package org.agentbroker.broker.session;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agentbroker.agent.ForwardedAgent;
import org.agentbroker.agent.SteadyClock;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.broker.borg.Evidence;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.broker.session.Sinks.Sink;

/** The command on the client, over an open hop: forwards the agent, starts, feeds, waits, drains. */
final class RemoteCommand {
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final Plan plan;
    private final Hop hop;
    private final Timing timing;
    private final Deadline deadline;
    private final Audit audit;
    private final Evidence evidence = new Evidence();
    private final PullListener listener;
    private final Runnable started;

    RemoteCommand(Plan plan, Hop hop, Timing timing, Deadline deadline, PullListener listener, Runnable started) {
        this.plan = plan;
        this.hop = hop;
        this.timing = timing;
        this.deadline = deadline;
        this.audit = new Audit(plan.name(), listener);
        this.listener = listener;
        this.started = started;
    }

    /** The agent lives from here to the end of this method; its lifetime starts now. */
    Outcome run(
            AgentKey key, Secret passphrase, ScheduledExecutorService scheduler, Executor executor, OutputStream out)
            throws Stop, InterruptedException {
        SummarySink summary = new SummarySink();
        Sink stdout = plan.summarizes() ? summary : new StreamSink(out);
        Sinks sinks = new Sinks(stdout, new BorgTalk(plan.name(), evidence, listener));
        try (ForwardedAgent agent = ForwardedAgent.open(key, plan.policy(), audit, new SteadyClock())) {
            PullChannel channel = hop.exec(agent, plan.loginCommand(), sinks);
            try {
                requireForwarding(channel);
                started.run();
                Ending ending = carryOut(channel, passphrase, scheduler, executor);
                return new Verdict(plan, evidence, audit).of(ending, summary.bytes());
            } finally {
                channel.close(true); // whatever the client keeps open
            }
        } catch (InterruptedIOException e) {
            throw new InterruptedException("cancelled");
        } catch (IOException e) {
            throw lost();
        }
    }

    /** Nothing secret leaves before the client's sshd has said yes. */
    private void requireForwarding(PullChannel channel) throws Stop, IOException, InterruptedException {
        channel.open().verify(deadline.atMost(timing.login()));
        if (!Boolean.TRUE.equals(await(channel.forwarding(), timing.login()))) {
            if (!hop.isOpen()) {
                throw lost();
            }
            throw new Stop(
                    Phase.FORWARD,
                    Cause.REFUSED,
                    plan.name() + " refuses agent forwarding",
                    "allow it there: AllowAgentForwarding yes in sshd_config, and agent-forwarding after restrict"
                            + " in authorized_keys");
        }
    }

    private Ending carryOut(
            PullChannel channel, Secret passphrase, ScheduledExecutorService scheduler, Executor executor)
            throws Stop, IOException, InterruptedException {
        try (Lifeline lifeline = new Lifeline(channel.getInvertedIn(), executor)) {
            lifeline.start(plan.firstLine(), passphrase, scheduler, timing.heartbeat());
            passphrase.close();
            Ending ending = awaitEnding(channel, lifeline);
            if (ending instanceof Ending.Exited || ending instanceof Ending.Killed) {
                channel.drain(DRAIN);
            } else {
                stop(channel, lifeline);
            }
            return ending;
        }
    }

    private Ending awaitEnding(PullChannel channel, Lifeline lifeline) throws Stop, InterruptedException {
        try {
            return channel.ending().get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            stop(channel, lifeline);
            throw Stop.overdue(plan, Phase.COMMAND);
        } catch (InterruptedException e) {
            stop(channel, lifeline);
            throw e;
        } catch (ExecutionException e) {
            throw new AssertionError("it is only completed with a value", e);
        }
    }

    /** Lets borg save a checkpoint and give its lock back, for as long as {@link Timing#stop} says. */
    private void stop(PullChannel channel, Lifeline lifeline) throws InterruptedException {
        lifeline.close();
        try {
            channel.exited().get(timing.stop().toNanos(), TimeUnit.NANOSECONDS);
            channel.drain(DRAIN);
        } catch (TimeoutException e) {
            // the script on the client goes on to TERM and KILL by itself
        } catch (ExecutionException e) {
            throw new AssertionError("it is only completed with a value", e);
        }
    }

    private <T> T await(CompletableFuture<T> future, Duration time) throws Stop, InterruptedException {
        try {
            return future.get(deadline.atMost(time).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw lost();
        } catch (ExecutionException e) {
            throw new AssertionError("it is only completed with a value", e);
        }
    }

    private Stop lost() {
        return new Stop(
                Phase.FORWARD,
                Cause.UNREACHABLE,
                "the connection to " + plan.name() + " was lost before the command started",
                "look at sshd's log on the client");
    }
}
