package org.agentbroker.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.outcome.Problem;
import org.agentbroker.broker.plan.BorgCommand;
import org.agentbroker.broker.plan.BorgCommand.Create;
import org.agentbroker.broker.plan.BorgCommand.Other;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.cli.config.InvalidConfig;
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

/** {@code broker run}: the configured backup, or any borg command after {@code --}. */
@Command(
        name = "run",
        header = "Back up clients, or run another borg command on one.",
        description = {
            "Logs in at the client and runs borg there, through a forwarded agent that signs one login at the server.",
            "Without -- it makes the configured backup. What stands after -- is a borg command; BORG_REPO is set, so"
                    + " ::ARCHIVE names an archive."
        },
        customSynopsis = {"broker run [OPTIONS] CLIENT...", "       broker run [OPTIONS] CLIENT -- BORG-ARG..."},
        footerHeading = "%nExamples:%n",
        footer = {
            "  broker run web1",
            "  broker run web1 -- list",
            "  broker run web1 -- extract --dry-run ::web1-2026-11-23T04:00:00 etc/hosts",
            "  broker run --all --jobs 4 --quiet",
            "  broker run --group laptops --group desktops",
        })
public final class RunCommand implements Callable<Integer> {
    private static final int MOST_JOBS = 64;

    private final Invocation invocation;
    private final GlobalOptions global;

    @Spec
    CommandSpec spec;

    @Parameters(
            paramLabel = "CLIENT",
            description = "A client of the config, or user@host[:port] with the options below.")
    List<String> clients = new ArrayList<>();

    @Option(names = "--all", description = "All clients of the config, in its order.")
    boolean all;

    @Option(names = "--group", paramLabel = "NAME", description = "All clients of a group; may be given again.")
    List<String> groups = new ArrayList<>();

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many clients at a time, 1 to 64 (default: ${DEFAULT-VALUE}).")
    int jobs = 1;

    @Option(names = "--dry-run", description = "Show the plan, touch no network, read no secret.")
    boolean dryRun;

    @Option(names = "--archive", paramLabel = "NAME", description = "The archive's name instead of the configured one.")
    @Nullable
    String archive;

    @Option(names = "--borg-exit-code", description = "Exit with borg's own code when borg has ended by itself.")
    boolean borgExitCode;

    @ArgGroup(validate = false, heading = AdHocOptions.HEADING)
    AdHocOptions adHoc = new AdHocOptions();

    public RunCommand(Invocation invocation, GlobalOptions global) {
        this.invocation = invocation;
        this.global = global;
    }

    @Override
    public Integer call() throws InvalidConfig, InterruptedException, IOException {
        if (invocation.hasRemoteArguments() && (clients.size() != 1 || all || !groups.isEmpty())) {
            throw new ParameterException(spec.commandLine(), "a borg command after -- is for one client");
        }
        if (jobs < 1 || jobs > MOST_JOBS) {
            throw new ParameterException(spec.commandLine(), "--jobs is a number from 1 to " + MOST_JOBS);
        }
        if (invocation.hasRemoteArguments() && archive != null) {
            throw new ParameterException(spec.commandLine(), "--archive is for the configured backup, not for -- ARG");
        }
        List<Pull> pulls = new ArrayList<>();
        ClientChoice choice = new ClientChoice(spec, invocation, global.config, adHoc);
        for (Pull pull : choice.pulls(clients, all, groups)) {
            pulls.add(pull.with(command(pull)));
        }
        if (dryRun) {
            return show(pulls, global.reporter(invocation.err(), invocation.environment()));
        }
        Reporter reporter = global.reporter(invocation.err(), invocation.environment(), choice.config());
        return new Pulls(invocation, reporter, choice.config(), borgExitCode, jobs).run(pulls);
    }

    private BorgCommand command(Pull pull) {
        if (invocation.hasRemoteArguments()) {
            if (invocation.remoteArguments().isEmpty()) {
                throw new ParameterException(spec.commandLine(), "no borg command after --");
            }
            return new Other(invocation.remoteArguments());
        }
        Create create = (Create) pull.command();
        if (create.paths().isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), pull.name() + " has no paths to back up: set create.paths, or give --path");
        }
        return archive == null ? create : new Create(archive, create.paths(), create.exclude(), create.options());
    }

    private int show(List<Pull> pulls, Reporter reporter) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Pull pull : pulls) {
            try {
                text.append(text.isEmpty() ? "" : "\n").append(PlanText.of(Plan.of(pull, Timing.DEFAULT)));
            } catch (UnusableInput e) {
                reporter.problem(new Problem(pull.name() + ": " + e.what(), e.hint()));
                return ExitCode.UNUSABLE.code();
            }
        }
        invocation.out().write(text.toString().getBytes(StandardCharsets.UTF_8));
        invocation.out().flush();
        return ExitCode.DONE.code();
    }
}
