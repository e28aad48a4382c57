package org.agentbroker.broker.session;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.broker.feed.Lifeline;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Deadline;
import org.agentbroker.broker.plan.Timing;

/** The command on the client, over an open passage: starts it, feeds it, waits for it and drains it. */
final class RemoteCommand {
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final Pulling pulling;
    private final Passage passage;
    private final PullChannel channel;

    RemoteCommand(Pulling pulling, Passage passage) {
        this.pulling = pulling;
        this.passage = passage;
        this.channel = passage.channel();
    }

    Outcome run(Secret passphrase) throws Stop, InterruptedException {
        try {
            Ending ending = carryOut(passphrase);
            return new Verdict(pulling, passage.back().trouble())
                    .of(ending, pulling.output().summary());
        } catch (InterruptedIOException e) {
            throw new InterruptedException("cancelled");
        } catch (IOException e) {
            throw Passage.lost(pulling);
        }
    }

    private Ending carryOut(Secret passphrase) throws Stop, IOException, InterruptedException {
        try (Lifeline lifeline =
                new Lifeline(channel.getInvertedIn(), pulling.clients().executor())) {
            start(lifeline, passphrase);
            passphrase.close();
            Ending ending = awaitEnding(lifeline);
            if (ending instanceof Ending.Exited || ending instanceof Ending.Killed) {
                if (!channel.drain(DRAIN, pulling.deadline())) {
                    throw Stop.overdue(Phase.COMMAND, pulling.plan());
                }
            } else {
                stop(lifeline);
            }
            return ending;
        }
    }

    private void start(Lifeline lifeline, Secret passphrase) throws IOException, InterruptedException {
        String script = pulling.plan().firstLine(passage.back().endpoint());
        try {
            lifeline.start(
                    script, passphrase, pulling.scheduler(), pulling.timing().heartbeat());
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            // a forced command may end without reading: how it ended says more than that it did not read
            Ending end = Waiting.until(channel.ending(), AT_ONCE).orElse(null);
            if (!(end instanceof Ending.Exited || end instanceof Ending.Killed)) {
                throw e;
            }
        }
    }

    private Ending awaitEnding(Lifeline lifeline) throws Stop, InterruptedException {
        try {
            return Waiting.until(channel.ending(), pulling.deadline().left())
                    .orElseThrow(() -> Stop.overdue(Phase.COMMAND, pulling.plan()));
        } catch (Stop | InterruptedException e) {
            stop(lifeline);
            throw e;
        }
    }

    /** Lets borg save a checkpoint and give its lock back, for as long as {@link Timing#stop} says. */
    private void stop(Lifeline lifeline) throws InterruptedException {
        lifeline.close();
        if (Waiting.until(channel.exited(), pulling.timing().stop()).isPresent()) {
            channel.drain(DRAIN, Deadline.in(DRAIN));
        } // else the script on the client goes on to TERM and KILL by itself
    }
}
