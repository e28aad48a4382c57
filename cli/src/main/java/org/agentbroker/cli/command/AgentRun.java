package org.agentbroker.cli.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.agentbroker.agent.Agent;
import org.agentbroker.agent.ForwardedAgent;
import org.agentbroker.agent.KeyringAgent;
import org.agentbroker.agent.SteadyClock;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.outcome.Problem;
import org.agentbroker.broker.secret.SecretReader;
import org.agentbroker.broker.secret.SecretSource;
import org.agentbroker.cli.config.Purpose;
import org.agentbroker.cli.print.ExitCode;
import org.agentbroker.cli.print.Reporter;
import org.jspecify.annotations.Nullable;

/** Carries {@code broker agent} out. */
public final class AgentRun {
    private final Invocation invocation;
    private final @Nullable Path socket;
    private final Reporter reporter;

    /** @param socket null for a place of its own */
    AgentRun(Invocation invocation, @Nullable Path socket, Reporter reporter) {
        this.invocation = invocation;
        this.socket = socket;
        this.reporter = reporter;
    }

    /**
     * Carries the command out if it is {@code agent}, with no option but {@code --socket PATH}: scripts wait for its socket,
     * and picocli takes longer to read these words than all that follows.
     *
     * @return its exit code; empty for any other words, which nothing was done about
     */
    public static OptionalInt plain(Invocation invocation) throws InterruptedException {
        List<String> words = invocation.arguments();
        boolean bare = words.equals(List.of("agent"));
        boolean atPath = words.size() == 3
                && words.get(0).equals("agent")
                && words.get(1).equals("--socket")
                && !words.get(2).isEmpty()
                && !words.get(2).startsWith("-");
        boolean lacksCommand =
                invocation.hasRemoteArguments() && invocation.remoteArguments().isEmpty();
        if (lacksCommand || !bare && !atPath) {
            return OptionalInt.empty();
        }
        Reporter reporter = new GlobalOptions().reporter(invocation.err(), invocation.environment());
        try {
            Path socket = bare ? null : Path.of(words.get(2));
            return OptionalInt.of(new AgentRun(invocation, socket, reporter).serveAny());
        } catch (InvalidPathException e) {
            return OptionalInt.empty(); // told by whoever reads the words in full
        } catch (UnusableInput e) {
            reporter.problem(new Problem(e.what(), e.hint()));
            return OptionalInt.of(ExitCode.UNUSABLE.code());
        }
    }

    /** An agent that signs a purpose and nothing else. */
    int serve(Purpose purpose) throws UnusableInput, InterruptedException {
        purpose.policy().level().warning().ifPresent(reporter::warning);
        try (ForwardedAgent agent =
                ForwardedAgent.open(key(purpose), purpose.policy(), reporter::decided, new SteadyClock())) {
            return serve(agent, new AgentLife.Uses(agent::isOver, agent::close));
        }
    }

    private static AgentKey key(Purpose purpose) throws UnusableInput {
        SecretReader secrets = new SecretReader(new TerminalPrompt());
        try {
            return secrets.key(purpose.key(), purpose.keyPassphrase());
        } catch (UnusableInput e) {
            if (!e.wantsPassphrase() || !TerminalPrompt.isThere()) {
                throw e;
            }
            return secrets.key(purpose.key(), new SecretSource.FromPrompt());
        }
    }

    /** An agent that programs add their keys to. */
    int serveAny() throws UnusableInput, InterruptedException {
        try (Askpass askpass = new Askpass(invocation.environment(), reporter);
                KeyringAgent agent = KeyringAgent.open(askpass, reporter::decided, new SteadyClock())) {
            return serve(agent, new AgentLife.Uses(() -> false, agent::removeAll));
        }
    }

    private int serve(Agent agent, AgentLife.Uses uses) throws UnusableInput, InterruptedException {
        try (AgentLife life = AgentLife.open(agent, uses, socket, invocation.environment(), reporter)) {
            return invocation.hasRemoteArguments()
                    ? life.runs(invocation.remoteArguments())
                    : life.lasts(invocation.out());
        }
    }
}
