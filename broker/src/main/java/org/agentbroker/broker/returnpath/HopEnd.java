package org.agentbroker.broker.returnpath;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.agentbroker.broker.link.Acceptor;
import org.agentbroker.broker.link.ReverseForward;
import org.agentbroker.broker.link.ReverseForwards;
import org.apache.sshd.client.session.ClientSession;

/**
 * What a way back asks of the hop.
 *
 * @param time for each answer of the client's sshd
 * @param executor for what may block; not bounded
 * @param audit hears what happens at the server's end, a line each
 */
public record HopEnd(
        ReverseForwards forwards,
        ClientSession session,
        Duration time,
        Executor executor,
        ScheduledExecutorService scheduler,
        Consumer<String> audit) {

    ReverseForward listen(Acceptor acceptor) throws IOException, InterruptedException, TimeoutException {
        return forwards.tcp(session, acceptor, time);
    }

    ReverseForward listen(String path, Acceptor acceptor) throws IOException, InterruptedException, TimeoutException {
        return forwards.unix(session, path, acceptor, time);
    }
}
