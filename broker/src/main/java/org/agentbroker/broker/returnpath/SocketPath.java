package org.agentbroker.broker.returnpath;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.agentbroker.broker.link.Acceptor;
import org.agentbroker.broker.link.FarEnd;
import org.agentbroker.broker.link.Receiver;
import org.agentbroker.broker.link.ReverseForward;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.plan.Endpoint;
import org.agentbroker.broker.plan.Plan;
import org.jspecify.annotations.Nullable;

/**
 * To {@code borg serve} by a unix socket of the client's account, without a login. As many connections are served as an
 * agent would sign logins.
 */
final class SocketPath implements ReturnPath, Acceptor {
    private static final int NAME = 16;

    private final HopEnd hop;
    private final BorgServe serve;
    private final Endpoint.Socket endpoint;
    private final ServeWatch watch;
    private final ClientRoom room;
    private final ReverseForward forward;
    private final List<ServedProcess> served = new CopyOnWriteArrayList<>();
    private int left;

    private SocketPath(Plan plan, HopEnd hop, BorgServe serve)
            throws IOException, InterruptedException, TimeoutException {
        this.hop = hop;
        this.serve = serve;
        this.left = plan.signing().signatures();
        this.watch = new ServeWatch(plan.serve(), hop.audit());
        this.endpoint = new Endpoint.Socket("/tmp/.broker-" + random());
        this.room = ClientRoom.open(hop, plan.room(endpoint));
        try {
            this.forward = hop.listen(endpoint.path(), this);
        } catch (IOException | InterruptedException | TimeoutException | RuntimeException e) {
            room.close();
            throw e;
        }
    }

    static SocketPath open(Plan plan, HopEnd hop, BorgServe serve)
            throws IOException, InterruptedException, TimeoutException {
        return new SocketPath(plan, hop, serve);
    }

    // nobody can be there before us: the name is not to be guessed
    private static String random() {
        byte[] bytes = new byte[NAME];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public synchronized @Nullable Receiver accept(FarEnd far) {
        if (left == 0) {
            return null;
        }
        left--;
        hop.audit().accept("connection taken without a login, left " + left);
        return Splice.start(far, this::serve, hop.executor(), gone -> {});
    }

    private ServedProcess serve() throws IOException {
        ServedProcess process = ServedProcess.start(serve, hop.executor(), watch);
        served.add(process);
        return process;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public Optional<Failed> trouble() {
        return watch.trouble();
    }

    @Override
    public void close() {
        forward.close();
        served.forEach(ServedProcess::close);
        room.close();
        served.forEach(ServedProcess::await);
    }
}
