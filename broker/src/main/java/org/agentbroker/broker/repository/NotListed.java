package org.agentbroker.broker.repository;

import org.agentbroker.broker.outcome.Outcome.Failed;

/** The archives of a repository could not be listed, with the outcome that whoever needs them has by that. */
final class NotListed extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Failed outcome;
    private final boolean keyless;

    /** @param keyless the repository's key is the client's */
    NotListed(Failed outcome, boolean keyless) {
        super(outcome.problem().what());
        this.outcome = outcome;
        this.keyless = keyless;
    }

    Failed outcome() {
        return outcome;
    }

    /** Whether nobody but the client can list them. */
    boolean isKeyless() {
        return keyless;
    }
}
