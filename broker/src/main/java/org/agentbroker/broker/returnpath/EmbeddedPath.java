package org.agentbroker.broker.returnpath;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.broker.link.ReverseForward;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.plan.Endpoint;
import org.agentbroker.broker.plan.Plan;

/** To the SSH server that is made for this pull, inside this process. */
final class EmbeddedPath implements ReturnPath {
    private final EmbeddedServer server;
    private final ReverseForward forward;
    private final Endpoint endpoint;
    private final ServeWatch watch;

    private EmbeddedPath(Plan plan, HopEnd hop, EmbeddedServer server, ServeWatch watch)
            throws IOException, InterruptedException, TimeoutException {
        this.server = server;
        this.watch = watch;
        this.forward = hop.listen(server);
        this.endpoint = plan.forwarded(forward.port(), List.of(server.pin()));
    }

    static EmbeddedPath open(Plan plan, HopEnd hop, BorgServe serve, Blob identity)
            throws IOException, InterruptedException, TimeoutException {
        ServeWatch watch = new ServeWatch(plan.serve(), hop.audit());
        EmbeddedServer server = EmbeddedServer.open(
                plan.server().user(),
                identity,
                plan.signing().signatures(),
                serve,
                hop.executor(),
                hop.scheduler(),
                watch);
        try {
            return new EmbeddedPath(plan, hop, server, watch);
        } catch (IOException | InterruptedException | TimeoutException | RuntimeException e) {
            server.close();
            throw e;
        }
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
        server.close();
    }
}
