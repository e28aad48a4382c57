package org.agentbroker.broker.session;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.broker.borg.Evidence;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.feed.Feed;
import org.agentbroker.broker.feed.Lifeline;
import org.agentbroker.broker.link.ChannelOut;
import org.agentbroker.broker.link.Opening;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Deadline;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Program;
import org.jspecify.annotations.Nullable;

/** A program on the client for which nothing is forwarded: it does not get to the repository, its streams do. */
public final class Errand implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final Course course;
    private final HopClient clients;
    private final Hop hop;
    private final PullChannel channel;
    private final Lifeline lifeline;
    private final Evidence evidence = new Evidence();
    private volatile @Nullable ScheduledFuture<?> overdue;

    private Errand(Course course, HopClient clients, Hop hop, Program program, OutputStream out, PullListener listener)
            throws IOException {
        this.course = course;
        this.clients = clients;
        this.hop = hop;
        Sinks sinks = new Sinks(new StreamSink(out), new BorgTalk(course.plan().name(), evidence, listener));
        channel = hop.exec(null, program.loginCommand(), sinks);
        try {
            Opening.await(channel, course.deadline().atMost(clients.timing().login()));
            // not MINA's stream: that fails when the program takes nothing for half a minute
            lifeline = new Lifeline(ChannelOut.into(channel, channel::endInput), clients.executor());
        } catch (IOException | RuntimeException e) {
            channel.close(true);
            throw e;
        }
    }

    /**
     * Logs in, and asks for the program. It waits for {@link #start}.
     *
     * @param out where its standard output goes, from another thread; not closed
     * @throws Stop with what went wrong; nothing is left open then
     */
    public static Errand open(
            Course course, HopClient clients, Identities identities, Program program, OutputStream out)
            throws Stop, InterruptedException {
        return open(course, clients, identities, program, out, course.listener());
    }

    /** @param listener hears what it says on standard error, instead of that of the course */
    public static Errand open(
            Course course,
            HopClient clients,
            Identities identities,
            Program program,
            OutputStream out,
            PullListener listener)
            throws Stop, InterruptedException {
        Plan plan = course.plan();
        Approach approach = new Approach(plan.name(), plan.client(), clients, course.deadline(), course::enter);
        Hop hop = Hop.open(approach, identities.logins());
        try {
            return new Errand(course, clients, hop, program, out, listener);
        } catch (InterruptedIOException e) {
            hop.close();
            throw new InterruptedException("cancelled");
        } catch (IOException | IllegalStateException e) { // MINA's, for a new channel of a session that is being closed
            hop.close();
            throw lost(course);
        } catch (RuntimeException e) {
            hop.close();
            throw e;
        }
    }

    /**
     * The program begins.
     *
     * @param line of {@link Program}
     * @param passphrase for descriptor 3, may be empty; stays the caller's
     */
    public void start(String line, Secret passphrase, ScheduledExecutorService scheduler)
            throws Stop, InterruptedException {
        course.enter(Phase.COMMAND);
        // a client that takes nothing would hold whoever writes to it, who looks at no clock
        long end = course.deadline().left().plusSeconds(1).toMillis();
        overdue = scheduler.schedule(() -> channel.close(true), end, TimeUnit.MILLISECONDS);
        try {
            lifeline.start(line, passphrase, scheduler, clients.timing().heartbeat());
        } catch (InterruptedIOException e) {
            throw new InterruptedException("cancelled");
        } catch (IOException e) {
            if (course.deadline().isOver()) {
                throw course.overdue();
            }
            // a forced command may end without reading: how it ended says more than that it did not read
            if (!channel.exited().isDone()) {
                throw lost(course);
            }
        }
    }

    /** Its standard input, of one that was started with {@link Program#fedLine}. */
    public Feed feed() {
        return new Feed(lifeline);
    }

    /** What it said on standard error; complete after {@link #await}. */
    public Evidence evidence() {
        return evidence;
    }

    /**
     * Waits for its end and for all it said. One that does not come to it in time, or for which nobody waits any more, is
     * ended.
     *
     * @throws Stop at the deadline
     */
    public Ending await() throws Stop, InterruptedException {
        try {
            Ending ending =
                    Waiting.until(channel.ending(), course.deadline().left()).orElseThrow(course::overdue);
            if (ending instanceof Ending.Exited || ending instanceof Ending.Killed) {
                if (!channel.drain(DRAIN, course.deadline())) {
                    throw course.overdue();
                }
            } else {
                stop();
            }
            return ending;
        } catch (Stop | InterruptedException e) {
            stop();
            throw e;
        }
    }

    /**
     * The same for one whose output is of use only as a whole: one of which the end of the output has not come is lost,
     * whatever its status.
     *
     * @throws Stop at the deadline
     */
    public Ending awaitWhole() throws Stop, InterruptedException {
        try {
            Ending ending =
                    Waiting.until(channel.ending(), course.deadline().left()).orElseThrow(course::overdue);
            if (ending instanceof Ending.Exited) {
                if (channel.drainToEnd(course.deadline())) {
                    return ending;
                }
                if (course.deadline().isOver()) {
                    throw course.overdue();
                }
                return new Ending.Lost();
            }
            stop();
            return ending;
        } catch (Stop | InterruptedException e) {
            stop();
            throw e;
        }
    }

    /** Completes when it ends, in whatever way; who waits for that alone calls {@link #await}. */
    public CompletableFuture<Ending> ending() {
        return channel.ending().copy();
    }

    /** Whether it has ended, in whatever way. */
    public boolean isOver() {
        return channel.ending().isDone();
    }

    /** Ends it, for as long as {@code Timing.stop} says. */
    public void stop() throws InterruptedException {
        endInput();
        if (Waiting.until(channel.exited(), clients.timing().stop()).isPresent()) {
            channel.drain(DRAIN, Deadline.in(DRAIN));
        } // else the script on the client goes on to TERM and KILL by itself
    }

    /** When who writes to it has come to the end of that; this does not wait for one that is kept waiting there. */
    private void endInput() {
        clients.executor().execute(lifeline::close);
    }

    private static Stop lost(Course course) {
        return new Stop(
                Phase.COMMAND,
                Cause.UNREACHABLE,
                "the connection to " + course.plan().name() + " was lost",
                "look at sshd's log on the client");
    }

    /** Does not wait for the client. May be called again. */
    @Override
    public void close() {
        ScheduledFuture<?> waiting = overdue;
        if (waiting != null) {
            waiting.cancel(false);
        }
        endInput();
        channel.close(true);
        hop.close();
    }
}
