package org.agentbroker.cli.command;

import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.agentbroker.broker.repository.TendCommand.Compact;
import org.agentbroker.cli.config.InvalidConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code broker compact}: frees what was removed. */
@Command(
        name = "compact",
        header = "Free the space of what was removed from repositories.",
        description = {
            "Runs the server's own borg on the repository where it lies; pulls into it wait.",
            "It makes final what was removed, by whomever. So it refuses (77) while archives are missing that were there"
                    + " before, or have changed or an odd time, and where no backup by broker has begun a record of them,"
                    + " until --accept-missing."
        },
        customSynopsis = "broker compact [OPTIONS] CLIENT...",
        footerHeading = "%nExamples:%n",
        footer = {
            "  broker compact web1",
            "  broker compact --all",
            "  broker compact web1 --accept-missing   # after: broker list web1",
        })
public final class CompactCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final GlobalOptions global;

    @Spec
    CommandSpec spec;

    @Mixin
    UpkeepOptions upkeep = new UpkeepOptions();

    @Option(
            names = "--threshold",
            paramLabel = "PERCENT",
            description = "How much of a file has to be of no use, 0 to 99 (default: borg's, 10).")
    @Nullable
    Integer threshold;

    @ArgGroup(validate = false, heading = AdHocOptions.HEADING)
    AdHocOptions adHoc = new AdHocOptions();

    public CompactCommand(Invocation invocation, GlobalOptions global) {
        this.invocation = invocation;
        this.global = global;
    }

    @Override
    public Integer call() throws InvalidConfig, InterruptedException {
        Tend tend = new Tend(spec, invocation, global, adHoc);
        tend.requireNoBorgArguments();
        if (threshold != null && (threshold < 0 || threshold > 99)) {
            throw tend.usage("--threshold is a number from 0 to 99");
        }
        OptionalInt percent = threshold == null ? OptionalInt.empty() : OptionalInt.of(threshold);
        Compact compact = new Compact(percent, upkeep.acceptMissing);
        return tend.keepUp(upkeep.clients, upkeep.all, upkeep.groups, (pull, config) -> compact);
    }
}
