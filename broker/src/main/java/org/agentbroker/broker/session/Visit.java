package org.agentbroker.broker.session;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.broker.link.Opening;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.plan.Deadline;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/** A login at a client that is no pull: nothing is forwarded, and commands are short. */
public final class Visit implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofSeconds(5);

    /**
     * What a command said; all of it is the client's word.
     *
     * @param out at most 1 MiB, as is {@code err}
     */
    public record Answer(int status, String out, String err) {}

    private final HopClient clients;
    private final String name;
    private final Hop hop;

    private Visit(HopClient clients, String name, Hop hop) {
        this.clients = clients;
        this.name = name;
        this.hop = hop;
    }

    /**
     * @param name of the client, for messages
     * @param identities of the client, and of the hosts before it; stay the caller's
     * @param password for the client, when it takes none of the keys; null for none; stays the caller's
     * @param limit for all of it
     * @throws Stop with what went wrong; nothing is left open then
     */
    public static Visit open(
            HopClient clients,
            String name,
            Client client,
            Identities identities,
            @Nullable Secret password,
            Duration limit)
            throws Stop, InterruptedException {
        Approach approach = new Approach(name, client, clients, Deadline.in(limit), phase -> {});
        return new Visit(clients, name, Hop.open(approach, identities.logins(), password, encounter -> {}));
    }

    /** At the client; others may go through it. */
    public ClientSession session() {
        return hop.session();
    }

    /**
     * Runs a command to its end.
     *
     * @param input its standard input
     * @throws Stop when it does not come to one within the limit, or says too much
     */
    public Answer run(String command, byte[] input, Duration limit) throws Stop, InterruptedException {
        SummarySink out = new SummarySink();
        SummarySink err = new SummarySink();
        Deadline deadline = Deadline.in(limit);
        PullChannel channel = null;
        try {
            channel = hop.exec(null, command, new Sinks(out, err));
            Opening.await(channel, deadline.left());
            OutputStream to = channel.getInvertedIn();
            clients.executor().execute(() -> feed(to, input)); // who does not read must not hold us up
            Optional<Ending> ending = Waiting.until(channel.ending(), deadline.left());
            if (ending.isEmpty()) {
                throw stopped(Cause.UNREACHABLE, name + " does not answer within " + limit.toSeconds() + " s");
            }
            if (!(ending.get() instanceof Ending.Exited exited)) {
                throw ending.get() instanceof Ending.Lost
                        ? lost()
                        : stopped(Cause.REFUSED, "the command on " + name + " did not come to its end");
            }
            channel.drain(DRAIN, Deadline.in(DRAIN));
            return new Answer(exited.status(), text(out), text(err));
        } catch (InterruptedIOException e) {
            throw new InterruptedException("cancelled");
        } catch (IOException e) {
            throw lost();
        } finally {
            if (channel != null) {
                channel.close(true);
            }
        }
    }

    private static void feed(OutputStream to, byte[] input) {
        try (to) {
            to.write(input);
        } catch (IOException e) {
            // the command's end says how it went
        }
    }

    private static String text(SummarySink sink) {
        return new String(sink.bytes(), StandardCharsets.UTF_8);
    }

    private Stop lost() {
        return stopped(Cause.UNREACHABLE, "the connection to " + name + " was lost");
    }

    private static Stop stopped(Cause cause, String what) {
        return new Stop(Phase.COMMAND, cause, what, "look at sshd's log on the client");
    }

    @Override
    public void close() {
        hop.close();
    }
}
