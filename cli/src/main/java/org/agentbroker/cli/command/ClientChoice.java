package org.agentbroker.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.cli.config.Config;
import org.agentbroker.cli.config.InvalidConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Which clients a command is for: names of the config, or {@code user@host} with options. */
final class ClientChoice {
    private final CommandSpec spec;
    private final Invocation invocation;
    private final @Nullable Path configFile;
    private final AdHocOptions adHoc;
    private @Nullable Config config;

    ClientChoice(CommandSpec spec, Invocation invocation, @Nullable Path configFile, AdHocOptions adHoc) {
        this.spec = spec;
        this.invocation = invocation;
        this.configFile = configFile;
        this.adHoc = adHoc;
    }

    List<Pull> pulls(List<String> names, boolean all) throws InvalidConfig {
        if (all != names.isEmpty()) {
            throw usage(all ? "--all and names of clients exclude each other" : "name a client, or --all");
        }
        List<Pull> pulls = new ArrayList<>();
        for (String name : names) {
            if (name.contains("@")) {
                pulls.add(adHoc.of(name)
                        .toPull(
                                invocation.environment(),
                                invocation.home(),
                                Path.of("").toAbsolutePath()));
                continue;
            }
            requireNoAdHocOption(name);
            pulls.add(load().pull(name));
        }
        if (all) {
            requireNoAdHocOption("--all");
            for (String name : load().clientNames()) {
                pulls.add(load().pull(name));
            }
        }
        return pulls;
    }

    private Config load() throws InvalidConfig {
        if (config == null) {
            config = Config.load(configFile, invocation.environment(), invocation.home());
        }
        return config;
    }

    /** What the pulls were read from; null when none of them is of the config. */
    @Nullable
    Config config() {
        return config;
    }

    private void requireNoAdHocOption(String client) {
        String option = adHoc.given();
        if (option != null) {
            throw usage(option + " is for user@host only, and " + client + " is in the config");
        }
    }

    private ParameterException usage(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
