package org.agentbroker.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.agentbroker.cli.config.Config;
import org.agentbroker.cli.config.InvalidConfig;
import org.agentbroker.cli.manual.Manual;
import org.agentbroker.cli.print.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code broker completion}: what a shell needs to complete our words. */
@Command(
        name = "completion",
        header = "Print the completion for a shell.",
        description = {
            "The script completes commands, options, files, and the names of clients in the config. The package has it at"
                    + " the shells' usual places below share.",
            "With the word clients it prints these names, one a line, as the scripts need them."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(broker completion bash)    # in ~/.bashrc",
            "  source <(broker completion zsh)     # in ~/.zshrc, after compinit",
            "  broker completion fish > ~/.config/fish/completions/broker.fish",
        })
public final class CompletionCommand implements Callable<Integer> {
    private static final String CLIENTS = "clients";

    private final Invocation invocation;
    private final GlobalOptions global;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "SHELL", completionCandidates = Shells.class, description = "bash, zsh or fish.")
    String shell = "";

    public CompletionCommand(Invocation invocation, GlobalOptions global) {
        this.invocation = invocation;
        this.global = global;
    }

    @Override
    public Integer call() throws InvalidConfig, IOException {
        if (!shell.equals(CLIENTS) && !Shells.ALL.contains(shell)) {
            throw new ParameterException(spec.commandLine(), "no completion for " + shell + "; known: bash, zsh, fish");
        }
        String text =
                shell.equals(CLIENTS) ? String.join("\n", clients()) + "\n" : new Manual(spec.root()).completion(shell);
        invocation.out().write(text.getBytes(StandardCharsets.UTF_8));
        invocation.out().flush();
        return ExitCode.DONE.code();
    }

    private List<String> clients() throws InvalidConfig {
        return Config.load(global.config, invocation.environment(), invocation.home())
                .clientNames();
    }

    /** For picocli, and so for the completions themselves. */
    static final class Shells implements Iterable<String> {
        static final List<String> ALL = List.of("bash", "zsh", "fish");

        @Override
        public Iterator<String> iterator() {
            return ALL.iterator();
        }
    }
}
