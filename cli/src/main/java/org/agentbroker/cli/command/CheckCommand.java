package org.agentbroker.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.agentbroker.broker.repository.TendCommand.Check;
import org.agentbroker.cli.config.InvalidConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code broker check}: whether a repository is sound. */
@Command(
        name = "check",
        header = "Check repositories for damage, and which archives are there.",
        description = {
            "Runs the server's own borg on the repository where it lies; pulls into it wait. What stands after -- are"
                    + " further options of borg check.",
            "It repairs nothing. By hand, with a copy at hand and as the repository's account:"
                    + " borg check --repair PATH"
        },
        customSynopsis = {"broker check [OPTIONS] CLIENT...", "       broker check [OPTIONS] CLIENT... -- BORG-ARG..."},
        footerHeading = "%nExamples:%n",
        footer = {
            "  broker check web1",
            "  broker check --all --repository-only",
            "  broker check web1 --archives-only --last 3 --verify-data",
            "  broker check web1 --repository-only -- --max-duration 3600",
        })
public final class CheckCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final GlobalOptions global;

    @Spec
    CommandSpec spec;

    @Mixin
    UpkeepOptions upkeep = new UpkeepOptions();

    @Option(names = "--verify-data", description = "Read and decipher all data, too.")
    boolean verifyData;

    @Option(names = "--repository-only", description = "Only the repository, not the archives in it.")
    boolean repositoryOnly;

    @Option(names = "--archives-only", description = "Only the archives.")
    boolean archivesOnly;

    @Option(names = "--last", paramLabel = "N", description = "Of the archives only the N newest.")
    @Nullable
    Integer last;

    @Option(names = "--repair", hidden = true)
    boolean repair;

    @ArgGroup(validate = false, heading = AdHocOptions.HEADING)
    AdHocOptions adHoc = new AdHocOptions();

    public CheckCommand(Invocation invocation, GlobalOptions global) {
        this.invocation = invocation;
        this.global = global;
    }

    @Override
    public Integer call() throws InvalidConfig, InterruptedException {
        Tend tend = new Tend(spec, invocation, global, adHoc);
        Check check = new Check(options(tend), upkeep.acceptMissing);
        return tend.keepUp(upkeep.clients, upkeep.all, upkeep.groups, (pull, config) -> check);
    }

    private List<String> options(Tend tend) {
        if (repair || invocation.remoteArguments().stream().anyMatch(Check::isRepair)) {
            throw tend.usage(
                    "broker repairs nothing: what cannot be repaired is removed by that; copy the repository, then,"
                            + " as its account: borg check --repair PATH");
        }
        if (repositoryOnly && (archivesOnly || verifyData || last != null)) {
            throw tend.usage("--repository-only excludes --archives-only, --verify-data and --last");
        }
        if (last != null && last < 1) {
            throw tend.usage("--last is a number from 1");
        }
        List<String> options = new ArrayList<>();
        if (verifyData) {
            options.add("--verify-data");
        }
        if (repositoryOnly) {
            options.add("--repository-only");
        }
        if (archivesOnly) {
            options.add("--archives-only");
        }
        if (last != null) {
            options.add("--last=" + last);
        }
        options.addAll(invocation.remoteArguments());
        return options;
    }
}
