package org.agentbroker.broker.session;

import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Deadline;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Timing;

/** What the steps of one pull share. */
record Pulling(
        Plan plan,
        HopClient clients,
        ScheduledExecutorService scheduler,
        PullListener listener,
        Deadline deadline,
        Audit audit,
        Output output,
        Consumer<Phase> entered) {

    String name() {
        return plan.name();
    }

    Timing timing() {
        return clients.timing();
    }

    Approach approach() {
        return new Approach(name(), plan.client(), clients, deadline, entered);
    }

    void enter(Phase phase) {
        entered.accept(phase);
    }
}
