package org.agentbroker.broker.returnpath;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.SshWriter;
import org.agentbroker.broker.link.Acceptor;
import org.agentbroker.broker.link.FarEnd;
import org.agentbroker.broker.link.Receiver;
import org.agentbroker.broker.link.SshStream;
import org.agentbroker.broker.returnpath.EmbeddedEvent.LoggedIn;
import org.agentbroker.broker.returnpath.EmbeddedEvent.OddCommand;
import org.agentbroker.broker.returnpath.EmbeddedEvent.Refusal;
import org.agentbroker.broker.returnpath.EmbeddedEvent.Refused;
import org.agentbroker.broker.returnpath.EmbeddedEvent.Strangers;
import org.apache.sshd.server.SshServer;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of {@code return: embedded}: an SSH server inside this process for one pull. It listens nowhere, and
 * takes the connections that came over a reverse forward. Its host key exists in memory and for this pull alone. One user
 * with one key or certificate can log in, as often as said, and gets one child, whatever command is asked for.
 *
 * <p>Safe for use by several threads.
 */
public final class EmbeddedServer implements Acceptor, AutoCloseable {
    private static final int MOST_STARTUPS = 64;
    private static final int ED25519_KEY = 32;

    private final String user;
    private final HostPin pin;
    private final LoginRules rules;
    private final ServeStarter starter;
    private final Executor executor;
    private final ScheduledExecutorService scheduler;
    private final Patience patience;
    private final Consumer<EmbeddedEvent> listener;
    private final SshServer ssh;
    private final Startups startups = new Startups(MOST_STARTUPS);
    private final Set<Refusal> told = EnumSet.noneOf(Refusal.class);
    private final List<Arrival> loggedIn = new ArrayList<>();
    private final List<ServeChild> children = new ArrayList<>();
    private final String fingerprint;
    private int left;
    private long strangers;
    private long refusals;
    private boolean closed;

    private EmbeddedServer(
            String user,
            Blob identity,
            int logins,
            ServeStarter starter,
            Executor executor,
            ScheduledExecutorService scheduler,
            Patience patience,
            Consumer<EmbeddedEvent> listener,
            KeyPair hostKey) {
        this.user = user;
        this.pin = pin(hostKey);
        this.rules = new LoginRules(user, identity, pin.blob());
        this.fingerprint = identity.fingerprint();
        this.left = logins;
        this.starter = starter;
        this.executor = executor;
        this.scheduler = scheduler;
        this.patience = patience;
        this.listener = listener;
        this.ssh = EmbeddedSsh.server(hostKey, scheduler);
    }

    /**
     * @param user who must log in
     * @param identity the one public key or OpenSSH certificate with which, as on the wire
     * @param logins how often
     * @param starter what each of them gets
     * @param executor for what may block: four threads for each child. Stays the caller's, as the scheduler does.
     * @param listener from several threads; must not block for long
     */
    public static EmbeddedServer open(
            String user,
            Blob identity,
            int logins,
            ServeStarter starter,
            Executor executor,
            ScheduledExecutorService scheduler,
            Consumer<EmbeddedEvent> listener) {
        return open(user, identity, logins, starter, executor, scheduler, Patience.USUAL, listener);
    }

    static EmbeddedServer open(
            String user,
            Blob identity,
            int logins,
            ServeStarter starter,
            Executor executor,
            ScheduledExecutorService scheduler,
            Patience patience,
            Consumer<EmbeddedEvent> listener) {
        try {
            KeyPair hostKey = EmbeddedSsh.newHostKey();
            return new EmbeddedServer(
                    user, identity, logins, starter, executor, scheduler, patience, listener, hostKey);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK since 15 has Ed25519", e);
        }
    }

    // the key is the end of its SubjectPublicKeyInfo (RFC 8410, 4)
    private static HostPin pin(KeyPair hostKey) {
        byte[] encoded = hostKey.getPublic().getEncoded();
        byte[] key = Arrays.copyOfRange(encoded, encoded.length - ED25519_KEY, encoded.length);
        try {
            return HostPin.of(
                    Blob.of(new SshWriter().string("ssh-ed25519").string(key).toBytes()));
        } catch (UnusableInput e) {
            throw new AssertionError("a new key is usable", e);
        }
    }

    /** Its host key, which the client must insist on. */
    public HostPin pin() {
        return pin;
    }

    /** Takes a connection; null, which refuses it, when no login is left. */
    @Override
    public @Nullable Receiver accept(FarEnd far) {
        Arrival arrival = new Arrival(ssh, this, far);
        Arrival displaced;
        synchronized (this) {
            strangers++;
            if (closed || left == 0) {
                return null;
            }
            displaced = startups.admit(arrival);
        }
        if (displaced != null) {
            displaced.drop();
        }
        arrival.await(patience, scheduler);
        return SshStream.serve(arrival, far, executor);
    }

    Executor executor() {
        return executor;
    }

    String user() {
        return user;
    }

    LoginRules.Answer judge(Blob sessionId, byte[] message) {
        return rules.judge(sessionId, message);
    }

    boolean claimLogin(Arrival arrival) {
        List<Arrival> others = List.of();
        int now;
        synchronized (this) {
            if (closed || left == 0) {
                return false;
            }
            now = --left;
            strangers--;
            startups.leave(arrival);
            loggedIn.add(arrival);
            if (left == 0) {
                others = startups.clear();
            }
        }
        others.forEach(Arrival::drop);
        listener.accept(new LoggedIn(user, fingerprint, now));
        return true;
    }

    void refused(Refusal reason) {
        boolean first;
        synchronized (this) {
            refusals++;
            first = told.add(reason);
        }
        if (first) {
            listener.accept(new Refused(reason));
        }
    }

    void asked(String command) {
        ServeCommand asked = new ServeCommand(command);
        if (!asked.isUsual()) {
            listener.accept(new OddCommand(asked.printable()));
        }
    }

    ServeChild serve(ServeChannel channel, ChildInput input) {
        ServeChild child = new ServeChild(starter, channel, input, executor, patience, listener);
        synchronized (this) {
            children.add(child);
            if (closed) {
                child.cut();
            }
        }
        return child;
    }

    void left(Arrival arrival) {
        startups.leave(arrival);
    }

    /** Whether anybody has logged in. */
    public synchronized boolean hasLoggedIn() {
        return !loggedIn.isEmpty();
    }

    /** How the last child ended; empty when none has. */
    public synchronized Optional<ChildExit> lastExit() {
        return children.stream()
                .flatMap(child -> Optional.ofNullable(child.exit().getNow(null)).stream())
                .reduce((earlier, later) -> later);
    }

    /**
     * Ends all connections, and waits for the children to end: for some seconds by themselves, then by TERM, at last by
     * KILL. May be called again.
     */
    @Override
    public void close() {
        List<Arrival> open;
        List<ServeChild> running;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            open = new ArrayList<>(startups.clear());
            open.addAll(loggedIn);
            running = List.copyOf(children);
        }
        running.forEach(ServeChild::cut);
        open.forEach(Arrival::drop);
        running.forEach(this::await);
        if (strangers + refusals > 0) {
            listener.accept(new Strangers(strangers, refusals));
        }
    }

    private void await(ServeChild child) {
        long most = patience.untilTerm()
                .plus(patience.untilKill())
                .plus(patience.stray())
                .toMillis();
        try {
            child.exit().get(most, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // it is on its way, or not even a KILL ends it
        }
    }
}
