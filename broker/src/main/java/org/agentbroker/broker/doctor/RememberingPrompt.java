package org.agentbroker.broker.doctor;

import java.util.HashMap;
import java.util.Map;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.secret.SecretPrompt;

/** Asks each question once, though several pulls need the answer. */
public final class RememberingPrompt implements SecretPrompt, AutoCloseable {
    private final SecretPrompt prompt;
    private final Map<String, Secret> answers = new HashMap<>();

    public RememberingPrompt(SecretPrompt prompt) {
        this.prompt = prompt;
    }

    @Override
    public synchronized Secret ask(String question) throws UnusableInput {
        Secret answer = answers.get(question);
        if (answer == null) {
            answer = prompt.ask(question);
            answers.put(question, answer);
        }
        return Secret.owning(answer.lend(byte[]::clone));
    }

    /** Wipes what it was told. */
    @Override
    public synchronized void close() {
        answers.values().forEach(Secret::close);
        answers.clear();
    }
}
