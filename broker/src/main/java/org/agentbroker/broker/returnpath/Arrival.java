package org.agentbroker.broker.returnpath;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.broker.link.FarEnd;
import org.agentbroker.broker.returnpath.EmbeddedEvent.Refusal;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.server.ServerFactoryManager;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.apache.sshd.server.session.SessionFactory;
import org.jspecify.annotations.Nullable;

/**
 * One connection that came back, which anybody on the client may have opened. Until it has logged in it gets little
 * time and may send little.
 */
final class Arrival extends SessionFactory {
    private static final int LONGEST_BANNER = 1 << 10;
    // a login with the largest keys and certificates, twice, takes a quarter of it
    private static final int MOST_BEFORE_LOGIN = 128 << 10;

    private final EmbeddedServer server;
    private final FarEnd far;
    private volatile Startups.Stage stage = Startups.Stage.CONNECTED;
    private volatile boolean loggedIn;
    private long received; // by the one thread that brings bytes
    private volatile @Nullable ScheduledFuture<?> timer;

    Arrival(ServerFactoryManager ssh, EmbeddedServer server, FarEnd far) {
        super(ssh);
        this.server = server;
        this.far = far;
    }

    void await(Patience patience, ScheduledExecutorService scheduler) {
        long rest = patience.login().minus(patience.banner()).toMillis();
        timer = scheduler.schedule(
                () -> {
                    if (stage == Startups.Stage.CONNECTED) {
                        drop();
                    } else if (!loggedIn) {
                        timer = scheduler.schedule(this::expire, rest, TimeUnit.MILLISECONDS);
                    }
                },
                patience.banner().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void expire() {
        if (!loggedIn) {
            drop();
        }
    }

    @Override
    protected ServerSessionImpl doCreateSession(IoSession ioSession) throws Exception {
        return new EmbeddedSession(getServer(), ioSession, this);
    }

    @Override
    public void messageReceived(IoSession ioSession, Readable message) throws Exception {
        received += message.available();
        if (!loggedIn && received > MOST_BEFORE_LOGIN) {
            throw new IOException("a stranger that sends too much");
        }
        super.messageReceived(ioSession, message);
        if (stage == Startups.Stage.CONNECTED && received > LONGEST_BANNER) {
            throw new IOException("a stranger that does not speak SSH");
        }
    }

    @Override
    public void sessionClosed(IoSession ioSession) throws Exception {
        left();
        super.sessionClosed(ioSession);
    }

    Startups.Stage stage() {
        return stage;
    }

    void reached(Startups.Stage next) {
        if (stage.compareTo(next) < 0) {
            stage = next;
        }
    }

    boolean isLoggedIn() {
        return loggedIn;
    }

    Executor executor() {
        return server.executor();
    }

    String user() {
        return server.user();
    }

    LoginRules.Answer judge(Blob sessionId, byte[] message) {
        return server.judge(sessionId, message);
    }

    /** After a good signature; false when all logins have been used. */
    boolean claimLogin() {
        loggedIn = server.claimLogin(this);
        return loggedIn;
    }

    void refused(Refusal reason) {
        server.refused(reason);
    }

    void asked(String command) {
        server.asked(command);
    }

    ServeChild serve(ServeChannel channel, ChildInput input) {
        return server.serve(channel, input);
    }

    void drop() {
        left();
        far.close();
    }

    private void left() {
        ScheduledFuture<?> waiting = timer;
        if (waiting != null) {
            waiting.cancel(false);
        }
        server.left(this);
    }
}
