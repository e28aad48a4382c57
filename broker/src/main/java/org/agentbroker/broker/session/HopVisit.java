package org.agentbroker.broker.session;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.link.ForwardRefused;
import org.agentbroker.broker.link.ForwardTrial;
import org.agentbroker.broker.link.Opening;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.plan.ClientKey;
import org.agentbroker.broker.plan.Deadline;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Return;
import org.agentbroker.broker.secret.SecretReader;
import org.agentbroker.broker.secret.SecretSource;
import org.apache.sshd.common.session.ConnectionService;
import org.jspecify.annotations.Nullable;

/** Logs in at a client, looks what our key may do there, runs nothing, and leaves. */
public final class HopVisit {
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Plan plan;
    private final HopClient clients;
    private final SecretReader secrets;
    private final Pulling pulling;
    private final List<Encounter> encounters = new ArrayList<>();
    private Phase phase = Phase.SECRETS;

    private HopVisit(Plan plan, HopClient clients, ScheduledExecutorService scheduler, SecretReader secrets) {
        this.plan = plan;
        this.clients = clients;
        this.secrets = secrets;
        PullListener nobody = PullListener.none();
        this.pulling = new Pulling(
                plan,
                clients,
                scheduler,
                nobody,
                Deadline.in(plan.deadline()),
                new Audit(plan.name(), nobody),
                new Output(plan, nobody, OutputStream.nullOutputStream()),
                entered -> phase = entered);
    }

    /**
     * What was seen.
     *
     * @param failure how it ended early; null when it did not
     * @param secrets how long it took to read them
     * @param met the hosts on the way, in their order; the client is the last
     * @param may what the key may do; null when it did not come to that
     */
    public record Seen(
            @Nullable Failed failure,
            Duration secrets,
            List<Met> met,
            @Nullable May may) {}

    /**
     * What the client's sshd grants; null where it did not answer.
     *
     * @param agent forwards an agent
     * @param listen listens on the client's loopback for us
     * @param terminal gives a terminal, which nobody here needs
     * @param connect connects to where we like, likewise
     */
    public record May(
            @Nullable Boolean agent,
            @Nullable Boolean listen,
            @Nullable Boolean terminal,
            @Nullable Boolean connect,
            Duration time) {}

    /** Takes as long as the plan's time limits allow; interrupting it ends it. */
    public static Seen carryOut(Plan plan, HopClient clients, ScheduledExecutorService scheduler, SecretReader secrets)
            throws InterruptedException {
        return new HopVisit(plan, clients, scheduler, secrets).carryOut();
    }

    private Seen carryOut() throws InterruptedException {
        Failed failure = null;
        May may = null;
        long begin = System.nanoTime();
        long read = begin;
        try {
            readSecrets();
            read = System.nanoTime();
            try (Identities identities = Identities.open(secrets, plan.client());
                    Hop hop = Hop.open(pulling.approach(), identities.logins(), null, encounters::add)) {
                phase = Phase.FORWARD;
                may = may(hop);
            }
        } catch (UnusableInput e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("cancelled");
            }
            failure = new Stop(phase, e).outcome();
        } catch (Stop e) {
            failure = (plan.soft() ? e.whenSoft() : e).outcome();
        } catch (InterruptedIOException e) {
            throw new InterruptedException("cancelled");
        } catch (IOException e) {
            failure = Passage.lost(pulling).outcome();
        }
        return new Seen(
                failure,
                Duration.ofNanos(read - begin),
                encounters.stream().map(Encounter::met).toList(),
                may);
    }

    /** Whoever would have to type it is asked once, when it is needed. */
    private void readSecrets() throws UnusableInput {
        if (plan.way().hasLogin() && plan.key() instanceof ClientKey.KeyFile key) {
            secrets.key(key.file(), key.passphrase()).close();
        }
        if (!(plan.passphrase() instanceof SecretSource.FromPrompt)) {
            try (Secret secret = secrets.read(plan.passphrase(), "passphrase of " + plan.name())) {
                secret.isEmpty();
            }
        }
    }

    private May may(Hop hop) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        RequestChannel channel = new RequestChannel();
        hop.session().getService(ConnectionService.class).registerChannel(channel);
        try {
            Opening.await(channel, ANSWER);
            var agent = channel.ask("auth-agent-req@openssh.com", contents -> {});
            var terminal = channel.ask("pty-req", contents -> {
                contents.putString("dumb");
                for (int size = 0; size < 4; size++) {
                    contents.putUInt(0);
                }
                contents.putString("\0"); // no modes (RFC 4254, 8)
            });
            Boolean agentGranted = Waiting.until(agent, ANSWER).orElse(null);
            Boolean terminalGranted = Waiting.until(terminal, ANSWER).orElse(null);
            Boolean listen = plan.way() == Return.SOCKET ? null : listens(hop);
            Client client = plan.client();
            Optional<Boolean> connect =
                    ForwardTrial.isAllowed(hop.session(), "127.0.0.1", client.port(), clients.executor(), ANSWER);
            return new May(
                    agentGranted,
                    listen,
                    terminalGranted,
                    connect.orElse(null),
                    Duration.ofNanos(System.nanoTime() - begin));
        } finally {
            channel.close(true);
        }
    }

    private @Nullable Boolean listens(Hop hop) throws IOException, InterruptedException {
        try {
            clients.reverseForwards().tcp(hop.session(), far -> null, ANSWER).close();
            return true;
        } catch (ForwardRefused e) {
            return false;
        } catch (TimeoutException e) {
            return null;
        }
    }
}
