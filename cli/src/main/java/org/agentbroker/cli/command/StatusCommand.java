package org.agentbroker.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.history.History;
import org.agentbroker.broker.ledger.Ledgers;
import org.agentbroker.broker.ledger.Standing;
import org.agentbroker.broker.lock.StateDirectory;
import org.agentbroker.broker.outcome.Problem;
import org.agentbroker.cli.config.Config;
import org.agentbroker.cli.config.Durations;
import org.agentbroker.cli.config.InvalidConfig;
import org.agentbroker.cli.print.ExitCode;
import org.agentbroker.cli.print.Reporter;
import org.agentbroker.cli.print.Status;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code broker status}: how it stands with the backups. */
@Command(
        name = "status",
        header = "Show each client's last good backup and how the last one ended.",
        description = {
            "Reads what earlier runs of this user left in the state directory, and no network.",
            "Exits with 1 when the last good backup of a client is older than its max-age, or there is none, and when"
                    + " archives are missing that were there before, or have changed or an odd time."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  broker status",
            "  broker status web1 --max-age 2d --quiet   # a check for monitoring",
            "  broker status --json",
        })
public final class StatusCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final GlobalOptions global;

    @Spec
    CommandSpec spec;

    @Parameters(
            paramLabel = "CLIENT",
            arity = "0..*",
            description = "Clients of the config (default: all of them), or user@host[:port].")
    List<String> clients = new ArrayList<>();

    @Option(
            names = "--max-age",
            paramLabel = "TIME",
            description = "How old the last good backup may be, such as 26h or 2d, instead of the configured max-age.")
    @Nullable
    String maxAge;

    @Option(names = "--json", description = "One JSON object a line.")
    boolean json;

    public StatusCommand(Invocation invocation, GlobalOptions global) {
        this.invocation = invocation;
        this.global = global;
    }

    @Override
    public Integer call() throws InvalidConfig, IOException {
        Duration limit = limit();
        Reporter reporter = global.reporter(invocation.err(), invocation.environment());
        Path state = StateDirectory.of(invocation.environment(), invocation.home());
        History history = History.in(state, InstantSource.system());
        List<Status> all = new ArrayList<>();
        try {
            Map<String, Standing> standings = Ledgers.in(state).standings();
            for (Wanted each : wanted(limit)) {
                Standing standing = standings.get(each.client);
                all.add(new Status(each.client, history.latest(each.client), each.maxAge, standing));
            }
        } catch (UnusableInput e) {
            reporter.problem(new Problem(e.what(), e.hint()));
            return ExitCode.UNUSABLE.code();
        }
        return show(all, history, reporter);
    }

    private record Wanted(String client, @Nullable Duration maxAge) {}

    private @Nullable Duration limit() {
        try {
            return maxAge == null ? null : Durations.of("--max-age", maxAge, "1s", "3650d");
        } catch (UnusableInput e) {
            throw new ParameterException(spec.commandLine(), e.what() + "; " + e.hint());
        }
    }

    private List<Wanted> wanted(@Nullable Duration limit) throws InvalidConfig {
        List<Wanted> wanted = new ArrayList<>();
        boolean needsConfig = clients.isEmpty() || clients.stream().anyMatch(name -> !name.contains("@"));
        Config config = needsConfig ? Config.load(global.config, invocation.environment(), invocation.home()) : null;
        for (String name : config == null || !clients.isEmpty() ? clients : config.clientNames()) {
            if (config == null || name.contains("@")) {
                wanted.add(new Wanted(name, limit));
                continue;
            }
            config.requireClient(name);
            wanted.add(new Wanted(name, limit == null ? config.watch(name).maxAge() : limit));
        }
        return wanted;
    }

    private int show(List<Status> all, History history, Reporter reporter) throws IOException {
        Instant now = Instant.now();
        ZoneId zone = ZoneId.systemDefault();
        if (json || !global.quiet) {
            Stream<String> lines =
                    json ? all.stream().map(each -> each.json(now)) : Status.lines(all, now, zone).stream();
            String text = String.join("\n", lines.toList()) + "\n";
            invocation.out().write(text.getBytes(StandardCharsets.UTF_8));
            invocation.out().flush();
        }
        if (!all.isEmpty() && all.stream().allMatch(each -> each.latest().any().isEmpty())) {
            reporter.note("no backup is on record in " + history.directory());
        }
        List<Status> overdue = all.stream().filter(each -> each.isOverdue(now)).toList();
        overdue.forEach(each -> reporter.warning(each.complaint(now, zone)));
        List<Status> missing = all.stream().filter(Status::hasMissing).toList();
        missing.forEach(each -> reporter.warning(each.missing()));
        return (overdue.isEmpty() && missing.isEmpty() ? ExitCode.DONE : ExitCode.WARNINGS).code();
    }
}
