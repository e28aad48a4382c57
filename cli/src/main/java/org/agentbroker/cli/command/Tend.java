package org.agentbroker.cli.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.repository.TendCommand;
import org.agentbroker.cli.config.Config;
import org.agentbroker.cli.config.InvalidConfig;
import org.agentbroker.cli.print.Reporter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What the commands that look after repositories have in common. */
record Tend(CommandSpec spec, Invocation invocation, GlobalOptions global, AdHocOptions adHoc) {

    /** What is done for a client. */
    interface Choosing {
        /** @param config null for a client that is in none */
        TendCommand of(Pull pull, @Nullable Config config);
    }

    /** For one client, of which nothing is written down. */
    int read(String client, TendCommand.Reading command) throws InvalidConfig, InterruptedException {
        return run(List.of(client), false, List.of(), false, (pull, config) -> command);
    }

    /** For each client; it is written down. */
    int keepUp(List<String> clients, boolean all, List<String> groups, Choosing choosing)
            throws InvalidConfig, InterruptedException {
        return run(clients, all, groups, true, choosing);
    }

    private int run(List<String> clients, boolean all, List<String> groups, boolean remembered, Choosing choosing)
            throws InvalidConfig, InterruptedException {
        ClientChoice choice = new ClientChoice(spec, invocation, global.config, adHoc);
        Map<String, TendCommand> commands = new HashMap<>();
        List<Pull> pulls = choice.pulls(clients, all, groups).stream()
                .map(pull -> {
                    TendCommand command = choosing.of(pull, choice.config());
                    commands.put(pull.name(), command);
                    return pull.with(command.borg());
                })
                .toList();
        Reporter reporter = global.reporter(invocation.err(), invocation.environment(), choice.config());
        return new Pulls(invocation, reporter, choice.config(), false, 1)
                .tend(pulls, remembered, (broker, pull, out) -> broker.tend(pull, commands.get(pull.name()), out));
    }

    /** Nothing is passed on to borg. */
    void requireNoBorgArguments() {
        if (invocation.hasRemoteArguments()) {
            throw usage("nothing can stand after --");
        }
    }

    ParameterException usage(String what) {
        return new ParameterException(spec.commandLine(), what);
    }

    ParameterException usage(UnusableInput e) {
        return usage(e.what() + "; " + e.hint());
    }
}
