package org.agentbroker.broker.intake;

import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.repository.Means;
import org.agentbroker.broker.repository.OwnRepository;
import org.agentbroker.broker.secret.SecretReader;
import org.agentbroker.broker.session.Course;
import org.agentbroker.broker.session.HopClient;
import org.agentbroker.broker.session.Identities;

/**
 * What is asked for, and with what it is done.
 *
 * @param course has the time limit, and hears of the steps
 * @param means for programs at the server
 */
record Request(Pull pull, Plan plan, Course course, HopClient clients, Means means, SecretReader secrets) {

    String name() {
        return plan.name();
    }

    OwnRepository repository() throws UnusableInput {
        return OwnRepository.of(pull, plan, means);
    }

    /** The repository's. */
    Secret passphrase() throws UnusableInput {
        return secrets.read(plan.passphrase(), "passphrase of " + name());
    }

    /** With which broker logs in at the client. */
    Identities identities() throws UnusableInput {
        return Identities.open(secrets, plan.client());
    }
}
