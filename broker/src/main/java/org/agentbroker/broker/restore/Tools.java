package org.agentbroker.broker.restore;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.keys.ServerKeys;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.broker.secret.SecretReader;
import org.agentbroker.broker.session.HopClient;
import org.agentbroker.broker.session.PullSession;

/**
 * What a restore does its work with, all of it somebody else's to close.
 *
 * @param executor for streams, which block
 */
public record Tools(
        HopClient clients,
        Executor executor,
        ScheduledExecutorService scheduler,
        SecretReader secrets,
        ServerKeys serverKeys,
        Timing timing) {

    PullSession session(Plan plan, PullListener listener) {
        return new PullSession(plan, clients, scheduler, secrets, serverKeys, listener);
    }
}
