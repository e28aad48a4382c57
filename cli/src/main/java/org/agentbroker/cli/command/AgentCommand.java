package org.agentbroker.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.outcome.Problem;
import org.agentbroker.broker.plan.ClientKey;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.cli.config.Config;
import org.agentbroker.cli.config.InvalidConfig;
import org.agentbroker.cli.config.Purpose;
import org.agentbroker.cli.print.ExitCode;
import org.agentbroker.cli.print.Reporter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code broker agent}: an agent on a unix socket, for other programs. */
@Command(
        name = "agent",
        header = "Serve an SSH agent on a unix socket.",
        description = {
            "Without CLIENT and --key a general agent, as ssh-agent is one: programs add their keys to it. Keys on tokens"
                    + " (PKCS#11, FIDO) are refused.",
            "With CLIENT, or --key and what it is for, an agent that signs that purpose and nothing else.",
            "Runs COMMAND with SSH_AUTH_SOCK set and ends with it; without COMMAND it runs until a signal ends it, after"
                    + " printing where it is. SIGUSR1 removes all keys."
        },
        customSynopsis = {
            "broker agent [OPTIONS] [-- COMMAND...]",
            "       broker agent [OPTIONS] CLIENT [-- COMMAND...]",
            "       broker agent --key FILE --to USER@HOST --pin KEY --hop KEY [-- COMMAND]"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  broker agent -- bash",
            "  broker agent --socket ~/.ssh/agent.sock",
            "  broker agent web1 -- ssh -A backup@web1",
            "  broker agent --key id --to git@forge --pin forge.pub --hop ci.pub -- ssh -A ci",
        })
public final class AgentCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final GlobalOptions global;

    @Spec
    CommandSpec spec;

    @Parameters(
            paramLabel = "CLIENT",
            arity = "0..1",
            description = "A client of the config: its key, pins and policy, as in a pull.")
    @Nullable
    String client;

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            description = "Where to listen (default: in a new directory of its own).")
    @Nullable
    Path socket;

    @ArgGroup(validate = false, heading = PurposeOptions.HEADING)
    PurposeOptions purpose = new PurposeOptions();

    public AgentCommand(Invocation invocation, GlobalOptions global) {
        this.invocation = invocation;
        this.global = global;
    }

    @Override
    public Integer call() throws InvalidConfig, InterruptedException {
        if (invocation.hasRemoteArguments() && invocation.remoteArguments().isEmpty()) {
            throw new ParameterException(spec.commandLine(), "no command after --");
        }
        Reporter reporter = global.reporter(invocation.err(), invocation.environment());
        AgentRun run = new AgentRun(invocation, socket, reporter);
        try {
            Optional<Purpose> wanted = wanted();
            return wanted.isPresent() ? run.serve(wanted.get()) : run.serveAny();
        } catch (UnusableInput e) {
            reporter.problem(new Problem(e.what(), e.hint()));
            return ExitCode.UNUSABLE.code();
        }
    }

    private Optional<Purpose> wanted() throws InvalidConfig, UnusableInput {
        String option = purpose.given();
        if (client != null) {
            if (option != null) {
                throw new ParameterException(spec.commandLine(), option + " is for an agent without CLIENT");
            }
            Config config = Config.load(global.config, invocation.environment(), invocation.home());
            Plan plan = Plan.of(config.pull(client), Timing.DEFAULT);
            return Optional.of(purpose(plan));
        }
        return option == null
                ? Optional.empty()
                : Optional.of(
                        purpose.words().toPurpose(invocation.home(), Path.of("").toAbsolutePath()));
    }

    private static Purpose purpose(Plan plan) throws UnusableInput {
        if (plan.way().usesSshd() && plan.key() instanceof ClientKey.KeyFile key) {
            return new Purpose(key.file(), key.passphrase(), plan.policy(plan.direct()));
        }
        throw new UnusableInput(
                "the key of " + plan.name() + " comes about with a pull",
                "give it key: FILE and return: direct or tunnel, or name the purpose: --key, --to, --pin, --hop");
    }
}
