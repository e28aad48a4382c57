package org.agentbroker.broker.session;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.agentbroker.agent.ForwardedAgent;
import org.agentbroker.agent.mina.Login;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Client;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.future.CancelOption;

/** A session at a client whose host key was as pinned and which let us in. */
final class Hop implements AutoCloseable {
    private final HopClient clients;
    private final ClientSession session;

    private Hop(HopClient clients, ClientSession session) {
        this.clients = clients;
        this.session = session;
    }

    /**
     * @param entered hears of the steps
     * @throws Stop with what went wrong; nothing is left open then
     */
    static Hop open(
            HopClient clients, String name, Client client, Login login, Deadline deadline, Consumer<Phase> entered)
            throws Stop, InterruptedException {
        HopFailure failure = new HopFailure(name, client);
        entered.accept(Phase.CONNECT);
        Encounter encounter = new Encounter(client);
        ClientSession session = connect(clients, encounter, deadline, failure);
        try {
            entered.accept(Phase.LOGIN);
            clients.forwarding().login(session, login);
            session.auth().verify(deadline.atMost(clients.timing().login()));
            return new Hop(clients, session);
        } catch (InterruptedIOException e) {
            session.close(true);
            throw cancelled();
        } catch (IOException e) {
            session.close(true);
            throw failure.afterConnecting(encounter, e);
        } catch (RuntimeException e) {
            session.close(true);
            throw e;
        }
    }

    private static ClientSession connect(HopClient clients, Encounter encounter, Deadline deadline, HopFailure failure)
            throws Stop, InterruptedException {
        Client client = encounter.expected();
        try {
            Duration time = deadline.atMost(clients.timing().connect());
            // else a connection that comes about later would stay
            return clients.ssh()
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

    /** A channel for the command, not opened yet. */
    PullChannel exec(ForwardedAgent agent, String command, Sinks sinks) throws IOException {
        PullChannel channel = new PullChannel(command, sinks, clients.executor());
        clients.forwarding().register(session, agent, channel);
        return channel;
    }

    boolean isOpen() {
        return session.isOpen();
    }

    /** At once, without waiting for the client. */
    @Override
    public void close() {
        session.close(true);
    }
}
