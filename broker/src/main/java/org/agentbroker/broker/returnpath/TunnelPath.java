package org.agentbroker.broker.returnpath;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.agentbroker.broker.link.Acceptor;
import org.agentbroker.broker.link.FarEnd;
import org.agentbroker.broker.link.Receiver;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Server;
import org.jspecify.annotations.Nullable;

/**
 * Leads what comes back to the server's own sshd. Anybody on the client may connect, and gets what anybody on the network
 * gets of an sshd; so that nobody can use up its patience, few connections are open at a time, and the one that has sent
 * least gives way to a new one.
 */
final class TunnelPath implements Acceptor {
    private static final int MOST = 8;

    private final Server.Local sshd;
    private final Duration connect;
    private final Executor executor;
    private final List<Splice> connections = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    TunnelPath(Server.Local sshd, Duration connect, Executor executor) {
        this.sshd = sshd;
        this.connect = connect;
        this.executor = executor;
    }

    @Override
    public Receiver accept(FarEnd far) {
        if (connections.size() >= MOST) {
            connections.stream().min(Comparator.comparingLong(Splice::received)).ifPresent(Splice::close);
        }
        Splice splice = Splice.start(far, this::open, executor, connections::remove);
        connections.add(splice);
        if (splice.isOver()) {
            connections.remove(splice); // it was before it was added
        }
        return splice;
    }

    private Splice.Near open() throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(sshd.sshdHost(), sshd.sshdPort()), (int) connect.toMillis());
            return new Connection(socket);
        } catch (IOException e) {
            socket.close();
            failure.compareAndSet(null, e);
            throw e;
        }
    }

    private record Connection(Socket socket) implements Splice.Near {
        @Override
        public InputStream in() throws IOException {
            return socket.getInputStream();
        }

        @Override
        public OutputStream out() throws IOException {
            return socket.getOutputStream();
        }

        @Override
        public void endOfInput() throws IOException {
            socket.shutdownOutput();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    Optional<Failed> trouble() {
        return Optional.ofNullable(failure.get())
                .map(e -> new Failed(
                        Phase.COMMAND,
                        Cause.UNREACHABLE,
                        "the server's own sshd cannot be reached at " + sshd.sshdHost() + " port " + sshd.sshdPort()
                                + ": " + e.getMessage(),
                        "is it running? name where it listens: server.sshd"));
    }

    void close() {
        connections.forEach(Splice::close);
    }
}
