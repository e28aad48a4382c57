package org.agentbroker.cli.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.agentbroker.cli.print.EscapingStream;
import org.agentbroker.cli.print.JsonReporter;
import org.agentbroker.cli.print.Reporter;
import org.agentbroker.cli.print.Screen;
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

    private static final int USUAL_WIDTH = 80;

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
        // read by slf4j-simple when the first logger is made
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", verbosity().isDebug() ? "debug" : "off");
        System.setProperty("org.slf4j.simpleLogger.showDateTime", "true");
        System.setErr(new PrintStream(new EscapingStream(err), true));
        if (logJson) {
            return new JsonReporter(err);
        }
        boolean terminal = Tty.is(2);
        boolean colours = colour == Colour.always
                || colour == Colour.auto
                        && terminal
                        && environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !"dumb".equals(environment.get("TERM"));
        return new TextReporter(new Screen(err, colours, terminal && !quiet, width(environment)), verbosity());
    }

    private static int width(Map<String, String> environment) {
        String columns = environment.getOrDefault("COLUMNS", "");
        return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : USUAL_WIDTH;
    }
}
