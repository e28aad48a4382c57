package org.agentbroker.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.agentbroker.cli.command.AgentCommand;
import org.agentbroker.cli.command.ConfigCommand;
import org.agentbroker.cli.command.GlobalOptions;
import org.agentbroker.cli.command.InitCommand;
import org.agentbroker.cli.command.Invocation;
import org.agentbroker.cli.command.RunCommand;
import org.agentbroker.cli.config.ConfigProblem;
import org.agentbroker.cli.config.InvalidConfig;
import org.agentbroker.cli.print.EscapingStream;
import org.agentbroker.cli.print.ExitCode;
import org.agentbroker.cli.print.JsonReporter;
import org.agentbroker.cli.print.Reporter;
import org.agentbroker.cli.print.Screen;
import org.agentbroker.cli.print.TextReporter;
import org.agentbroker.cli.print.Verbosity;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

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
                .setParameterExceptionHandler((e, words) -> usage(e, invocation))
                .setExecutionExceptionHandler((e, command, result) -> failed(e, root.global, invocation));
        return line.execute(invocation.arguments().toArray(String[]::new));
    }

    /** Those whose names stand among the words, or all: what picocli makes of each takes time at every start. */
    private static Map<String, Object> commands(Invocation invocation, GlobalOptions global) {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>();
        all.put("run", () -> new RunCommand(invocation, global));
        all.put("init", () -> new InitCommand(invocation, global));
        all.put("agent", () -> new AgentCommand(invocation, global));
        all.put("config", () -> ConfigCommand.line(invocation, global));
        boolean named = all.keySet().stream().anyMatch(invocation.arguments()::contains);
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

    private static int usage(ParameterException e, Invocation invocation) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        return refused(ExitCode.USAGE, List.of(complaint(e), "hint: " + command + " --help"), invocation);
    }

    private static String complaint(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            boolean ofCommands = !e.getCommandLine().getSubcommands().isEmpty();
            return (word.startsWith("-")
                            ? "there is no option "
                            : ofCommands ? "there is no command " : "one word too many: ")
                    + word;
        }
        String message = String.valueOf(e.getMessage());
        return Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    static int failed(Exception e, GlobalOptions global, Invocation invocation) {
        if (e instanceof InvalidConfig invalid) {
            List<String> problems =
                    invalid.problems().stream().map(ConfigProblem::toString).toList();
            return refused(ExitCode.UNUSABLE, problems, invocation);
        }
        if (global.isDebug()) {
            e.printStackTrace(new PrintStream(new EscapingStream(invocation.err()), true));
        }
        String hint = "hint: please report it, with the output of -vv";
        return refused(ExitCode.FAULT, List.of("a fault in broker: " + e, hint), invocation);
    }

    private static int refused(ExitCode code, List<String> messages, Invocation invocation) {
        // by the words themselves: they may be wrong in a way that left the options unread
        boolean json = invocation.arguments().contains("--log-json");
        Reporter reporter = json
                ? new JsonReporter(invocation.err())
                : new TextReporter(new Screen(invocation.err(), false, false, 80), Verbosity.NORMAL);
        reporter.refused(code, messages);
        return code.code();
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
