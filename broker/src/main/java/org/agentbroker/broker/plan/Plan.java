package org.agentbroker.broker.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.agent.policy.SignPolicy;
import org.agentbroker.broker.secret.SecretSource;

/**
 * Everything a pull will do, decided before any network. Holds no secret, only where secrets come from.
 *
 * @param loginCommand what the client's login shell is asked to run: a constant, but for the words before borg
 * @param firstLine what the constant reads first: the script, its environment and borg's arguments
 * @param borgWords borg's command line, for people
 * @param summarizes standard output is borg's account of the archive
 * @param needsLogin it cannot succeed without a login at the server
 * @param soft that the client cannot be reached is no fault
 */
public record Plan(
        String name,
        Client client,
        Server server,
        Path key,
        SecretSource keyPassphrase,
        SecretSource passphrase,
        SignPolicy policy,
        String repositoryUrl,
        String returnCommand,
        String loginCommand,
        String firstLine,
        List<String> borgWords,
        boolean summarizes,
        boolean needsLogin,
        Duration deadline,
        Pull.Retry retry,
        boolean soft) {
    public Plan {
        borgWords = List.copyOf(borgWords);
    }

    /** @throws UnusableInput when a value cannot be used, with the first such value */
    public static Plan of(Pull pull, Timing timing) throws UnusableInput {
        return Planner.plan(pull, timing);
    }
}
