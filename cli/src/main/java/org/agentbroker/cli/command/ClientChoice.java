package org.agentbroker.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.cli.config.AdHoc;
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
        return pulls(names, all, List.of());
    }

    /** @param groups whose clients are meant, each once however often it is named */
    List<Pull> pulls(List<String> names, boolean all, List<String> groups) throws InvalidConfig {
        requireOneWay(names, all, groups);
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
        if (all || !groups.isEmpty()) {
            requireNoAdHocOption(all ? "--all" : "--group");
            for (String name : all ? load().clientNames() : members(load(), groups)) {
                pulls.add(load().pull(name));
            }
        }
        return pulls;
    }

    /**
     * Whose repository it is, when what it holds goes to another machine.
     *
     * @param onto that machine; the options are its own when it is in no config
     */
    Pull source(String name, String onto) throws InvalidConfig {
        if (!onto.contains("@")) {
            return pulls(List.of(name), false).get(0);
        }
        if (name.contains("@")) {
            throw usage("--onto user@host is for a CLIENT of the config: the options cannot be for both");
        }
        String option = adHoc.givenOfBackup();
        if (option != null) {
            throw usage(option + " is for backups, and " + name + " is in the config");
        }
        return load().pull(name);
    }

    /** That machine, with the repository of the other. */
    Pull target(Pull source, String onto) throws InvalidConfig {
        if (!onto.contains("@")) {
            Pull other = load().pull(onto);
            boolean sameServer = !source.name().contains("@");
            return source.onto(
                    onto, other.client(), sameServer ? other.server() : source.server(), other.way(), other.borg());
        }
        Path here = Path.of("").toAbsolutePath();
        AdHoc machine = adHoc.of(onto);
        return source.onto(
                onto,
                machine.toClient(invocation.environment(), invocation.home(), here),
                source.server(),
                machine.way(invocation.home(), here),
                List.of("borg"));
    }

    private void requireOneWay(List<String> names, boolean all, List<String> groups) {
        if (all && !groups.isEmpty()) {
            throw usage("--all and --group exclude each other");
        }
        if (!groups.isEmpty() && !names.isEmpty()) {
            throw usage("--group and names of clients exclude each other");
        }
        if (groups.isEmpty() && all != names.isEmpty()) {
            throw usage(all ? "--all and names of clients exclude each other" : "name a client, or --group, or --all");
        }
    }

    private static Set<String> members(Config config, List<String> groups) throws InvalidConfig {
        Set<String> members = new LinkedHashSet<>();
        for (String group : groups) {
            members.addAll(config.clientNames(group));
        }
        return members;
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
