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
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.agentbroker.broker.link.Acceptor;
import org.agentbroker.broker.link.FarEnd;
import org.agentbroker.broker.link.Receiver;
import org.agentbroker.broker.link.ReverseForward;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Endpoint;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Server;
import org.jspecify.annotations.Nullable;

/**
 * Leads what comes back to the server's own sshd. Anybody on the client may connect, and gets what anybody on the network
 * gets of an sshd; so that nobody can use up its patience, few connections are open at a time, and the one that has sent
 * least gives way to a new one.
 */
final class TunnelPath implements ReturnPath, Acceptor {
    private static final int MOST = 8;

    private final Server.Local sshd;
    private final Duration connect;
    private final Executor executor;
    private final List<Splice> connections = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    private final ReverseForward forward;
    private final Endpoint endpoint;

    private TunnelPath(Plan plan, HopEnd hop) throws IOException, InterruptedException, TimeoutException {
        this.sshd = plan.server().local();
        this.connect = plan.connect();
        this.executor = hop.executor();
        this.forward = hop.listen(this);
        this.endpoint = plan.forwarded(forward.port(), plan.server().pins());
    }

    static TunnelPath open(Plan plan, HopEnd hop) throws IOException, InterruptedException, TimeoutException {
        return new TunnelPath(plan, hop);
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
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

    @Override
    public Optional<Failed> trouble() {
        return Optional.ofNullable(failure.get())
                .map(e -> new Failed(
                        Phase.COMMAND,
                        Cause.UNREACHABLE,
                        "the server's own sshd cannot be reached at " + sshd.sshdHost() + " port " + sshd.sshdPort()
                                + ": " + e.getMessage(),
                        "is it running? name where it listens: server.sshd"));
    }

    @Override
    public void close() {
        forward.close();
    }
}
