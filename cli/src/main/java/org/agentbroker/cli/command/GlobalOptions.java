package org.agentbroker.cli.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.IntSupplier;
import org.agentbroker.cli.config.Config;
import org.agentbroker.cli.print.BothReporters;
import org.agentbroker.cli.print.EscapingStream;
import org.agentbroker.cli.print.Journal;
import org.agentbroker.cli.print.JsonReporter;
import org.agentbroker.cli.print.LogFile;
import org.agentbroker.cli.print.Reporter;
import org.agentbroker.cli.print.Screen;
import org.agentbroker.cli.print.TerminalWidth;
import org.agentbroker.cli.print.TextReporter;
import org.agentbroker.cli.print.Tty;
import org.agentbroker.cli.print.Verbosity;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has, before or after its name. */
public final class GlobalOptions {
    /** When colours are shown. */
    enum Colour {
        auto,
        always,
        never
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit.")
    boolean help;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The config (default: $XDG_CONFIG_HOME/broker/broker.yaml, else /etc/broker/broker.yaml).")
    @Nullable
    Path config;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Show the steps and each request to the agent; twice: SSH's log as well.")
    boolean[] verbose = {};

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Show warnings and problems only.")
    boolean quiet;

    @Option(names = "--log-json", scope = ScopeType.INHERIT, description = "Standard error as one JSON object a line.")
    boolean logJson;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            scope = ScopeType.INHERIT,
            description = "auto, always or never (default: ${DEFAULT-VALUE}; auto keeps $$NO_COLOR).")
    Colour colour = Colour.auto;

    @Option(
            names = "--log-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Append what -v says to FILE as well, with time and level (default: log.file of the config).")
    @Nullable
    Path logFile;

    public boolean isDebug() {
        return verbosity().isDebug();
    }

    private Verbosity verbosity() {
        if (quiet) {
            return Verbosity.QUIET;
        }
        return verbose.length == 0 ? Verbosity.NORMAL : verbose.length == 1 ? Verbosity.VERBOSE : Verbosity.DEBUG;
    }

    /** Sets the log of the libraries up and says where reports go. To be called once, before the first pull. */
    Reporter reporter(PrintStream err, Map<String, String> environment) {
        return reporter(err, environment, logFile);
    }

    /** The same of a command whose config may name a file for the log. */
    Reporter reporter(PrintStream err, Map<String, String> environment, @Nullable Config config) {
        return reporter(err, environment, logFile != null || config == null ? logFile : config.logFile());
    }

    private Reporter reporter(PrintStream err, Map<String, String> environment, @Nullable Path log) {
        // read by slf4j-simple when the first logger is made
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", verbosity().isDebug() ? "debug" : "off");
        System.setProperty("org.slf4j.simpleLogger.showDateTime", "true");
        System.setErr(new PrintStream(new EscapingStream(err), true));
        Reporter reporter = logJson ? new JsonReporter(err) : new TextReporter(screen(err, environment), verbosity());
        if (log == null) {
            return reporter;
        }
        LogFile file = LogFile.open(log, InstantSource.system(), ZoneId.systemDefault(), reporter::warning);
        return new BothReporters(reporter, new TextReporter(file));
    }

    private Screen screen(PrintStream err, Map<String, String> environment) {
        if (Journal.reads(2, environment)) {
            return Screen.journal(err);
        }
        boolean hasProgress = Tty.is(2) && !quiet;
        return Screen.terminal(err, hasColours(2, environment), hasProgress ? width(environment) : () -> 0);
    }

    /** @param descriptor of the stream in question: 1 or 2 */
    boolean hasColours(int descriptor, Map<String, String> environment) {
        return colour == Colour.always
                || colour == Colour.auto
                        && Tty.is(descriptor)
                        && environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !"dumb".equals(environment.get("TERM"));
    }

    private static IntSupplier width(Map<String, String> environment) {
        TerminalWidth width = new TerminalWidth(environment);
        ProcessSignals.onResize(width::forget);
        return width;
    }
}
