package org.agentbroker.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.Broker;
import org.agentbroker.broker.Run;
import org.agentbroker.broker.drill.DrillReport;
import org.agentbroker.broker.drill.Sampling;
import org.agentbroker.broker.drill.Sampling.Against;
import org.agentbroker.broker.history.History;
import org.agentbroker.broker.history.Result;
import org.agentbroker.broker.lock.StateDirectory;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.broker.repository.TendCommand;
import org.agentbroker.cli.config.InvalidConfig;
import org.agentbroker.cli.print.DrillText;
import org.agentbroker.cli.print.ExitCode;
import org.agentbroker.cli.print.Reporter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code broker verify}: a restore drill. */
@Command(
        name = "verify",
        header = "Restore a sample of a backup at the server, and compare it.",
        description = {
            "The server's own borg restores files of an archive into a directory of their own, which is removed again. They"
                    + " are compared with what borg says of them: content, size, mode, time.",
            "With --against client their content is compared with the client's files. A file that changed there since is"
                    + " no difference, and a client that lies is believed."
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  all as it should be",
            "  1  files changed on the client, or cannot be read there",
            "  2  a file of the archive is different or missing",
            "  Else as for run.",
            "",
            "Examples:",
            "  broker verify web1",
            "  broker verify web1 web1-2026-11-23T04:00:00 --all-files --directory /var/tmp",
            "  broker verify web1 --files 20 --seed 4711 --against client --json",
        })
public final class VerifyCommand implements Callable<Integer> {
    private static final int USUAL_FILES = 100;
    private static final int MOST_FILES = 1_000_000;
    private static final long SEEDS = 1_000_000_000;

    private final Invocation invocation;
    private final GlobalOptions global;

    @Spec
    CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "CLIENT",
            description = "A client of the config, or user@host[:port] with the options below.")
    String client = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ARCHIVE",
            description = "An archive (default: latest, the newest that is no checkpoint).")
    @Nullable
    String archive;

    @Option(
            names = "--files",
            paramLabel = "N",
            description = "How many regular files, picked at random (default: " + USUAL_FILES + ").")
    @Nullable
    Integer files;

    @Option(names = "--all-files", description = "All files, and symbolic links.")
    boolean allFiles;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Pick the same files as the drill that printed this number.")
    @Nullable
    Long seed;

    @Option(
            names = "--against",
            paramLabel = "WHAT",
            description = "Compare with what the archive or the client says: archive, client (default: archive).")
    String against = "archive";

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description =
                    "Where to restore to at the server, in a directory of its own (default: the home of the repository's account).")
    @Nullable
    Path directory;

    @Option(names = "--json", description = "One JSON object a line: for each file that is not the same, and for all.")
    boolean json;

    @ArgGroup(validate = false, heading = AdHocOptions.HEADING)
    AdHocOptions adHoc = new AdHocOptions();

    public VerifyCommand(Invocation invocation, GlobalOptions global) {
        this.invocation = invocation;
        this.global = global;
    }

    @Override
    public Integer call() throws InvalidConfig, InterruptedException, IOException {
        if (invocation.hasRemoteArguments()) {
            throw usage("verify takes no borg command after --");
        }
        if (files != null && allFiles) {
            throw usage("--files and --all-files exclude each other");
        }
        if (files != null && (files < 1 || files > MOST_FILES)) {
            throw usage("--files is a number from 1 to " + MOST_FILES + "; for all there is --all-files");
        }
        if (directory != null && !directory.isAbsolute()) {
            throw usage("--directory is no whole path, from / on: " + directory);
        }
        ClientChoice choice = new ClientChoice(spec, invocation, global.config, adHoc);
        Pull pull = choice.pulls(List.of(client), false).get(0);
        Reporter reporter = global.reporter(invocation.err(), invocation.environment(), choice.config());
        return carryOut(pull, sampling(), reporter).code();
    }

    private Sampling sampling() {
        Against with = switch (against) {
            case "archive" -> Against.ARCHIVE;
            case "client" -> Against.CLIENT;
            default -> throw usage("--against is archive or client");
        };
        long picking = seed == null ? ThreadLocalRandom.current().nextLong(SEEDS) : seed;
        int most = allFiles ? Sampling.ALL : files == null ? USUAL_FILES : files;
        return new Sampling(TendCommand.LATEST.equals(archive) ? null : archive, most, picking, with, directory);
    }

    private ParameterException usage(String what) {
        return new ParameterException(spec.commandLine(), what);
    }

    private ExitCode carryOut(Pull pull, Sampling sampling, Reporter reporter)
            throws InterruptedException, IOException {
        Path state = StateDirectory.of(invocation.environment(), invocation.home());
        AtomicReference<@Nullable DrillReport> found = new AtomicReference<>();
        Instant begun = Instant.now();
        long begin = System.nanoTime();
        reporter.beginning(1);
        try (Signals signals = Signals.watch(reporter, "borg may have to finish a step");
                Broker broker = Broker.open(reporter, new TerminalPrompt(), Timing.DEFAULT, state)) {
            Run run = broker.verify(pull, sampling, found::set);
            signals.begun(run);
            Outcome outcome = run.await();
            signals.ended(run);
            ExitCode code = ExitCode.of(outcome);
            DrillReport report = found.get();
            if (report != null) {
                print(report, code);
            }
            remember(
                    pull, state, begun, Duration.ofNanos(System.nanoTime() - begin), result(outcome, report), reporter);
            reporter.ended(pull.name(), outcome);
            return code;
        }
    }

    private void print(DrillReport report, ExitCode code) throws IOException {
        List<String> lines = new ArrayList<>();
        if (json) {
            report.bad().forEach(bad -> lines.add(DrillText.json(bad)));
            lines.add(DrillText.json(report, code.code()));
        } else if (!global.quiet || code != ExitCode.DONE) {
            lines.addAll(DrillText.lines(report));
        }
        if (!lines.isEmpty()) {
            invocation.out().write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
            invocation.out().flush();
        }
    }

    /** With the word for what was found, if it came to that. */
    private static Result result(Outcome outcome, @Nullable DrillReport report) {
        Result result = Result.of(outcome, ExitCode.of(outcome).code());
        return report == null
                ? result
                : new Result(report.word(), result.exitCode(), result.problem(), result.warnings(), Optional.empty());
    }

    private static void remember(
            Pull pull, Path state, Instant begun, Duration took, Result result, Reporter reporter) {
        try {
            History.in(state, InstantSource.system()).verified(pull.name(), begun, took, result);
        } catch (UnusableInput e) {
            reporter.warning(e.what() + "; " + e.hint());
        }
    }
}
