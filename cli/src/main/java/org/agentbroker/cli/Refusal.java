package org.agentbroker.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import org.agentbroker.broker.outcome.Nearest;
import org.agentbroker.broker.outcome.Problem;
import org.agentbroker.cli.command.GlobalOptions;
import org.agentbroker.cli.command.Invocation;
import org.agentbroker.cli.command.Misuse;
import org.agentbroker.cli.command.StandardOutput;
import org.agentbroker.cli.config.ConfigProblem;
import org.agentbroker.cli.config.InvalidConfig;
import org.agentbroker.cli.print.EscapingStream;
import org.agentbroker.cli.print.ExitCode;
import org.agentbroker.cli.print.Journal;
import org.agentbroker.cli.print.JsonReporter;
import org.agentbroker.cli.print.Reporter;
import org.agentbroker.cli.print.Screen;
import org.agentbroker.cli.print.TextReporter;
import org.agentbroker.cli.print.Verbosity;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is said, and the exit code, when a command was not carried out. */
final class Refusal {
    private Refusal() {}

    static int usage(ParameterException e, Invocation invocation) {
        return refused(ExitCode.USAGE, List.of(complaint(e), "hint: " + hint(e)), invocation);
    }

    private static String hint(ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        return e instanceof Misuse misuse ? misuse.hint() : near(e) + command + " --help";
    }

    /** The word that may have been meant. */
    private static String near(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        CommandSpec spec = e.getCommandLine().getCommandSpec();
        String word = unmatched.getUnmatched().get(0).replaceFirst("=.*$", "");
        Set<String> known = word.startsWith("-")
                ? spec.optionsMap().keySet()
                : spec.subcommands().keySet();
        return Nearest.to(word, known)
                .map(near -> "did you mean " + near + "; ")
                .orElse("");
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

    static int failed(Throwable e, GlobalOptions global, Invocation invocation) {
        if (e instanceof StandardOutput.Closed closed) {
            if (!closed.isPipe()) {
                String what = "standard output cannot be written: " + closed.getMessage();
                reporter(invocation).problem(new Problem(what, "make room where it goes, or let it go elsewhere"));
            }
            return ExitCode.OUTPUT_CLOSED.code();
        }
        if (e instanceof InvalidConfig invalid) {
            List<String> problems =
                    invalid.problems().stream().map(ConfigProblem::toString).toList();
            return refused(ExitCode.UNUSABLE, problems, invocation);
        }
        if (global.isDebug()) {
            trace(e, invocation);
        }
        return fault(e, invocation);
    }

    private static void trace(Throwable e, Invocation invocation) {
        e.printStackTrace(new PrintStream(new EscapingStream(invocation.err()), true));
    }

    /** Of a thread that nobody waits for: said, and the process goes on. */
    static void uncaught(Throwable e, Invocation invocation) {
        if (isDebug(invocation)) {
            trace(e, invocation);
        }
        reporter(invocation)
                .problem(new Problem("a fault in broker: " + e, "please report it, with the output of -vv"));
    }

    // by the words themselves: another thread may be reading the options
    private static boolean isDebug(Invocation invocation) {
        return invocation.arguments().contains("-vv")
                || invocation.arguments().stream()
                                .filter(word -> word.equals("-v") || word.equals("--verbose"))
                                .count()
                        > 1;
    }

    private static int fault(Throwable e, Invocation invocation) {
        String hint = "hint: please report it, with the output of -vv";
        return refused(ExitCode.FAULT, List.of("a fault in broker: " + e, hint), invocation);
    }

    private static int refused(ExitCode code, List<String> messages, Invocation invocation) {
        reporter(invocation).refused(code, messages);
        return code.code();
    }

    // by the words themselves: they may be wrong in a way that left the options unread
    private static Reporter reporter(Invocation invocation) {
        if (invocation.arguments().contains("--log-json")) {
            return new JsonReporter(invocation.err());
        }
        boolean journal = Journal.reads(2, invocation.environment());
        return new TextReporter(
                journal ? Screen.journal(invocation.err()) : Screen.plain(invocation.err()), Verbosity.NORMAL);
    }
}
