package org.agentbroker.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.agentbroker.cli.config.Config;
import org.agentbroker.cli.config.Effective;
import org.agentbroker.cli.config.InvalidConfig;
import org.agentbroker.cli.print.ExitCode;
import org.agentbroker.cli.settings.JsonText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code broker config show}: what counts, and where it is from. */
@Command(
        name = "show",
        header = "Show every setting that counts, and where it is from.",
        description = {
            "Prints a config with all settings of this machine and of the clients, or of those that are named. Behind each"
                    + " stands the file and line that it is from, or that it is the default. Paths are whole.",
            "Of a passphrase the source is shown, never the passphrase. What may be secret in the config itself is hidden:"
                    + " the words of commands but the first, and the path of ping."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  broker config show", "  broker config show web1 --json"})
public final class ConfigShowCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final GlobalOptions global;

    @Parameters(paramLabel = "CLIENT", arity = "0..*", description = "Clients of the config; all when none is named.")
    List<String> clients = new ArrayList<>();

    @Option(names = "--secrets", description = "Show the words of commands, and the path of ping, too.")
    boolean secrets;

    @Option(names = "--json", description = "As JSON: for each setting its value and its source.")
    boolean json;

    ConfigShowCommand(Invocation invocation, GlobalOptions global) {
        this.invocation = invocation;
        this.global = global;
    }

    @Override
    public Integer call() throws InvalidConfig, IOException {
        List<Effective> settings = Config.load(global.config, invocation.environment(), invocation.home())
                .effective(clients, secrets);
        String text = json ? JsonText.of(tree(settings)) : SettingsYaml.of(settings);
        invocation.out().write(text.getBytes(StandardCharsets.UTF_8));
        invocation.out().flush();
        return ExitCode.DONE.code();
    }

    private static Map<String, @Nullable Object> tree(List<Effective> settings) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        for (Effective each : settings) {
            boolean mapping = each.source().isEmpty();
            Map<String, @Nullable Object> leaf = new LinkedHashMap<>();
            leaf.put("value", each.value());
            leaf.put("source", each.source());
            tree.put(each.name(), mapping ? tree(each.parts()) : leaf);
        }
        return tree;
    }
}
