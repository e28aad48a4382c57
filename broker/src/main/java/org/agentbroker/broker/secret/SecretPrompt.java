package org.agentbroker.broker.secret;

import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.UnusableInput;

/** Asks a person; the command has one, a library user may. */
@FunctionalInterface
public interface SecretPrompt {
    /** @throws UnusableInput when there is nobody to ask */
    Secret ask(String question) throws UnusableInput;

    /** For timers and services. */
    static SecretPrompt nobody() {
        return question -> {
            throw new UnusableInput(
                    "there is no terminal to ask for the " + question, "use file, credential or command");
        };
    }
}
