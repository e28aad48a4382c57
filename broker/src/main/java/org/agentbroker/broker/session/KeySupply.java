package org.agentbroker.broker.session;

import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.secret.SecretReader;

/** Issues the key of a login, as often as it takes until the pull's command starts. */
interface KeySupply extends AutoCloseable {
    /** Reads what it needs of secrets. */
    static KeySupply open(Plan plan, SecretReader secrets) throws UnusableInput {
        throw new UnsupportedOperationException();
    }

    IssuedKey issue(Hop hop) throws Stop, InterruptedException;

    @Override
    void close();
}
