package org.agentbroker.cli.command;

import java.util.concurrent.Callable;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.repository.Keep;
import org.agentbroker.broker.repository.TendCommand.Prune;
import org.agentbroker.cli.config.Config;
import org.agentbroker.cli.config.InvalidConfig;
import org.agentbroker.cli.config.PruneRules;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code broker prune}: removes old archives. */
@Command(
        name = "prune",
        header = "Remove old archives, by rules for which are kept.",
        description = {
            "Runs the server's own borg on the repository where it lies; pulls into it wait. Space is freed by: broker"
                    + " compact",
            "It refuses (77) while archives are missing that were there before, or have changed or an odd time, and where"
                    + " no backup by broker has begun a record of them, until --accept-missing; and to leave no archive at"
                    + " all."
        },
        customSynopsis = "broker prune [OPTIONS] CLIENT...",
        footerHeading = "%nExamples:%n",
        footer = {
            "  broker prune web1 --dry-run --list",
            "  broker prune web1 --keep-within 2d --keep-daily 14 --keep-monthly 12",
            "  broker prune --all && broker compact --all   # by the config's rules",
        })
public final class PruneCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final GlobalOptions global;

    @Spec
    CommandSpec spec;

    @Mixin
    UpkeepOptions upkeep = new UpkeepOptions();

    @Option(names = "--dry-run", description = "Remove and accept nothing.")
    boolean dryRun;

    @Option(names = "--list", description = "Tell of each archive whether it is kept, on standard error.")
    boolean list;

    @Option(
            names = "--archives",
            paramLabel = "GLOB",
            description = "Only archives with such names, as in web1-*; others stay.")
    @Nullable
    String archives;

    @ArgGroup(validate = false, heading = KeepOptions.HEADING)
    KeepOptions keep = new KeepOptions();

    @ArgGroup(validate = false, heading = AdHocOptions.HEADING)
    AdHocOptions adHoc = new AdHocOptions();

    public PruneCommand(Invocation invocation, GlobalOptions global) {
        this.invocation = invocation;
        this.global = global;
    }

    @Override
    public Integer call() throws InvalidConfig, InterruptedException {
        Tend tend = new Tend(spec, invocation, global, adHoc);
        tend.requireNoBorgArguments();
        return tend.keepUp(upkeep.clients, upkeep.all, upkeep.groups, (pull, config) -> command(pull, config, tend));
    }

    private Prune command(Pull pull, @Nullable Config config, Tend tend) {
        PruneRules rules = config == null ? PruneRules.NONE : config.prune(pull.name());
        Keep kept = keep.isGiven() ? given(tend) : rules.keep();
        if (kept.isEmpty()) {
            throw tend.usage("no rule says what is kept of " + pull.name()
                    + ": give --keep-daily 7 and the like, or set prune: {keep: {daily: 7}}");
        }
        return new Prune(kept, archives == null ? rules.archives() : archives, dryRun, list, upkeep.acceptMissing);
    }

    private Keep given(Tend tend) {
        try {
            return keep.keep();
        } catch (UnusableInput e) {
            throw tend.usage(e);
        }
    }
}
