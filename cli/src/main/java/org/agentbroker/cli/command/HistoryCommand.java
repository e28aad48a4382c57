package org.agentbroker.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.history.History;
import org.agentbroker.broker.history.PastPull;
import org.agentbroker.broker.lock.StateDirectory;
import org.agentbroker.broker.outcome.Problem;
import org.agentbroker.cli.config.Config;
import org.agentbroker.cli.config.InvalidConfig;
import org.agentbroker.cli.print.ExitCode;
import org.agentbroker.cli.print.HistoryTable;
import org.agentbroker.cli.print.PastPullJson;
import org.agentbroker.cli.print.Reporter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code broker history}: what ran, the newest first. */
@Command(
        name = "history",
        header = "Show what ran on a client, the newest first.",
        description =
                "Reads what earlier runs of this user left in the state directory: at most 1000 pulls or 400 days.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  broker history web1",
            "  broker history web1 --limit 1 --json",
        })
public final class HistoryCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final GlobalOptions global;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "CLIENT", description = "A client, also one that is no longer in the config.")
    String client = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "At most so many (default: ${DEFAULT-VALUE}).")
    int limit = 20;

    @Option(names = "--json", description = "One JSON object a line.")
    boolean json;

    public HistoryCommand(Invocation invocation, GlobalOptions global) {
        this.invocation = invocation;
        this.global = global;
    }

    @Override
    public Integer call() throws InvalidConfig, IOException {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit is a number from 1");
        }
        Reporter reporter = global.reporter(invocation.err(), invocation.environment());
        History history =
                History.in(StateDirectory.of(invocation.environment(), invocation.home()), InstantSource.system());
        List<PastPull> pulls;
        try {
            pulls = history.of(client);
        } catch (UnusableInput e) {
            reporter.problem(new Problem(e.what(), e.hint()));
            return ExitCode.UNUSABLE.code();
        }
        if (pulls.isEmpty()) {
            if (!client.contains("@")) { // it may be misspelt
                Config.load(global.config, invocation.environment(), invocation.home())
                        .requireClient(client);
            }
            reporter.note("nothing of " + client + " is on record in " + history.directory());
            return ExitCode.DONE.code();
        }
        List<PastPull> shown = pulls.subList(0, Math.min(limit, pulls.size()));
        Stream<String> lines = json
                ? shown.stream().map(PastPullJson::of)
                : HistoryTable.lines(shown, ZoneId.systemDefault()).stream();
        invocation.out().write((String.join("\n", lines.toList()) + "\n").getBytes(StandardCharsets.UTF_8));
        invocation.out().flush();
        return ExitCode.DONE.code();
    }
}
