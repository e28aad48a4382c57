package org.agentbroker.broker.session;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.agentbroker.agent.ForwardedAgent;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.mina.Login;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Client;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.future.CancelOption;
import org.apache.sshd.common.session.ConnectionService;
import org.jspecify.annotations.Nullable;

/** A session at a client whose host key was as pinned and which let us in; so did every host on the way there. */
final class Hop implements AutoCloseable {
    private final Approach approach;
    private final Consumer<Encounter> met;
    /** The client's is the first, the one of the nearest jump the last. */
    private final Deque<ClientSession> sessions = new ArrayDeque<>();

    private @Nullable String gate;

    private Hop(Approach approach, Consumer<Encounter> met) {
        this.approach = approach;
        this.met = met;
    }

    /**
     * @param logins for each jump of the client, and for the client
     * @throws Stop with what went wrong; nothing is left open then
     */
    static Hop open(Approach approach, List<Login> logins) throws Stop, InterruptedException {
        return open(approach, logins, null, encounter -> {});
    }

    /**
     * @param password that the client may ask for when it takes no key; null for none. Stays the caller's
     * @param met hears of each host on the way before it is met
     */
    static Hop open(Approach approach, List<Login> logins, @Nullable Secret password, Consumer<Encounter> met)
            throws Stop, InterruptedException {
        Hop hop = new Hop(approach, met);
        Client client = approach.client();
        try {
            for (int i = 0; i < client.jumps().size(); i++) {
                Client jump = client.jumps().get(i);
                hop.add(
                        jump,
                        HopFailure.place(jump) + ", a jump host of " + approach.name() + ",",
                        logins.get(i),
                        null);
            }
            hop.add(client, approach.name(), logins.get(logins.size() - 1), password);
            return hop;
        } catch (Stop | InterruptedException | RuntimeException e) {
            hop.close();
            throw e;
        }
    }

    private void add(Client next, String name, Login login, @Nullable Secret password)
            throws Stop, InterruptedException {
        HopFailure failure = new HopFailure(name, approach.name(), next, gate);
        gate = HopFailure.place(next);
        approach.entered().accept(Phase.CONNECT);
        Encounter encounter = new Encounter(next, sessions.peek(), password);
        met.accept(encounter);
        sessions.push(connect(encounter, failure));
        encounter.reached();
        approach.entered().accept(Phase.LOGIN);
        HopClient clients = approach.clients();
        try {
            clients.forwarding().login(session(), login);
            session()
                    .auth()
                    .verify(approach.deadline()
                            .atMost(approach.clients().timing().login()));
            encounter.entered();
        } catch (InterruptedIOException e) {
            throw cancelled();
        } catch (IOException e) {
            throw failure.afterConnecting(encounter, e);
        }
    }

    private ClientSession connect(Encounter encounter, HopFailure failure) throws Stop, InterruptedException {
        Client client = encounter.expected();
        try {
            Duration time =
                    approach.deadline().atMost(approach.clients().timing().connect());
            // else a connection that comes about later would stay
            return approach.clients()
                    .ssh()
                    .connect(client.user(), client.host(), client.port(), encounter.context(), null)
                    .verify(time, CancelOption.CANCEL_ON_TIMEOUT, CancelOption.CANCEL_ON_INTERRUPT)
                    .getSession();
        } catch (InterruptedIOException e) {
            throw cancelled();
        } catch (IOException | RuntimeException e) {
            throw failure.connecting(e);
        }
    }

    private static InterruptedException cancelled() {
        return new InterruptedException("cancelled");
    }

    /**
     * A channel for the command, not opened yet.
     *
     * @param agent to be forwarded on it; null for none
     */
    PullChannel exec(@Nullable ForwardedAgent agent, String command, Sinks sinks) throws IOException {
        PullChannel channel = new PullChannel(
                command, agent != null, sinks, approach.clients().executor());
        if (agent == null) {
            session().getService(ConnectionService.class).registerChannel(channel);
        } else {
            approach.clients().forwarding().register(session(), agent, channel);
        }
        return channel;
    }

    /** The client's. */
    ClientSession session() {
        return sessions.element();
    }

    /** Of the client, or of what stands before it, as we reach it; of no meaning behind a jump. */
    String address() {
        SocketAddress remote = session().getIoSession().getRemoteAddress();
        return remote instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress().replaceFirst("%.*", "")
                : approach.client().host();
    }

    boolean isOpen() {
        return session().isOpen();
    }

    /** At once, without waiting for the client. May be called again. */
    @Override
    public void close() {
        for (ClientSession session : sessions) {
            session.close(true);
        }
    }
}
