package org.agentbroker.broker.session;

import java.util.function.Consumer;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.plan.Deadline;

/**
 * What it takes to reach a client, for a pull or anything else.
 *
 * @param name of the client, for messages
 * @param entered hears of each step
 */
record Approach(String name, Client client, HopClient clients, Deadline deadline, Consumer<Phase> entered) {}
