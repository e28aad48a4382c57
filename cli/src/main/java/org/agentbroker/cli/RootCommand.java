package org.agentbroker.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.agentbroker.cli.command.AgentCommand;
import org.agentbroker.cli.command.CheckCommand;
import org.agentbroker.cli.command.CompactCommand;
import org.agentbroker.cli.command.CompletionCommand;
import org.agentbroker.cli.command.ConfigCommand;
import org.agentbroker.cli.command.DiffCommand;
import org.agentbroker.cli.command.DoctorCommand;
import org.agentbroker.cli.command.GlobalOptions;
import org.agentbroker.cli.command.HistoryCommand;
import org.agentbroker.cli.command.HostkeyCommand;
import org.agentbroker.cli.command.InitCommand;
import org.agentbroker.cli.command.Invocation;
import org.agentbroker.cli.command.ListCommand;
import org.agentbroker.cli.command.ManualCommand;
import org.agentbroker.cli.command.PruneCommand;
import org.agentbroker.cli.command.RestoreCommand;
import org.agentbroker.cli.command.RunCommand;
import org.agentbroker.cli.command.SetupCommand;
import org.agentbroker.cli.command.StatusCommand;
import org.agentbroker.cli.command.VerifyCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The words of {@code broker}: its options, and which command is meant. */
@Command(
        name = "broker",
        header = "Pulls BorgBackup backups with an SSH agent that signs exactly one login.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = RootCommand.Version.class,
        footerHeading = "%nExit codes:%n",
        footer = {
            "    0  done                          76  a host key is not as pinned",
            "    1  done with warnings            77  login, forwarding or policy refused",
            "    2  borg failed                   78  config, key or passphrase unusable",
            "   64  wrong use of the command     124  the deadline passed",
            "   69  not reachable                130  ended by ctrl-c",
            "   70  a fault in broker            141  standard output was closed",
            "   75  not now: locked or asleep    143  ended by SIGTERM",
        })
final class RootCommand implements Runnable {
    /** Those that look at all the others. */
    private static final List<String> WHOLE = List.of("completion", "manual");

    @Mixin
    GlobalOptions global = new GlobalOptions();

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version and exit.")
    boolean version;

    @Spec
    CommandSpec spec;

    private RootCommand() {}

    static int execute(Invocation invocation) {
        RootCommand root = new RootCommand();
        CommandLine line = new CommandLine(root);
        commands(invocation, root.global).forEach(line::addSubcommand);
        line.setExpandAtFiles(false) // a word of the user is a word
                .setErr(new PrintWriter(invocation.err(), true))
                .setOut(new PrintWriter(invocation.out(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((e, words) -> Refusal.usage(e, invocation))
                .setExecutionExceptionHandler((e, command, result) -> Refusal.failed(e, root.global, invocation));
        return line.execute(invocation.arguments().toArray(String[]::new));
    }

    /** Those whose names stand among the words, or all: what picocli makes of each takes time at every start. */
    private static Map<String, Object> commands(Invocation invocation, GlobalOptions global) {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>();
        all.put("config", () -> ConfigCommand.line(invocation, global));
        all.put("setup", () -> new SetupCommand(invocation, global));
        all.put("hostkey", () -> HostkeyCommand.line(invocation, global));
        all.put("init", () -> new InitCommand(invocation, global));
        all.put("run", () -> new RunCommand(invocation, global));
        all.put("restore", () -> new RestoreCommand(invocation, global));
        all.put("status", () -> new StatusCommand(invocation, global));
        all.put("history", () -> new HistoryCommand(invocation, global));
        all.put("list", () -> new ListCommand(invocation, global));
        all.put("diff", () -> new DiffCommand(invocation, global));
        all.put("check", () -> new CheckCommand(invocation, global));
        all.put("prune", () -> new PruneCommand(invocation, global));
        all.put("compact", () -> new CompactCommand(invocation, global));
        all.put("verify", () -> new VerifyCommand(invocation, global));
        all.put("doctor", () -> new DoctorCommand(invocation, global));
        all.put("agent", () -> new AgentCommand(invocation, global));
        all.put("completion", () -> new CompletionCommand(invocation, global));
        all.put("manual", ManualCommand::new);
        boolean named = all.keySet().stream().anyMatch(invocation.arguments()::contains)
                && WHOLE.stream().noneMatch(invocation.arguments()::contains);
        Map<String, Object> commands = new LinkedHashMap<>();
        all.forEach((name, command) -> {
            if (!named || invocation.arguments().contains(name)) {
                commands.put(name, command.get());
            }
        });
        return commands;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command was given");
    }

    /** The version of the build. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            Properties properties = new Properties();
            try (InputStream in = RootCommand.class.getResourceAsStream("version.properties")) {
                properties.load(in);
            }
            return new String[] {"broker " + properties.getProperty("version")};
        }
    }
}
