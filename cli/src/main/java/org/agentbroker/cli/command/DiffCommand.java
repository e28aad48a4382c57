package org.agentbroker.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.agentbroker.broker.repository.TendCommand.Difference;
import org.agentbroker.cli.config.InvalidConfig;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code broker diff}: what differs between two archives. */
@Command(
        name = "diff",
        header = "Show what differs between two archives of a client.",
        description = {
            "Runs borg diff on the repository, with the server's own borg where broker may start it, else with the client's.",
            "An archive called latest is the newest that is no checkpoint. What stands after -- are paths."
        },
        customSynopsis = "broker diff [OPTIONS] CLIENT A B [PATH...]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  broker diff web1 web1-2026-11-23T04:00:00 latest",
            "  broker diff web1 web1-2026-11-23T04:00:00 latest etc --json",
        })
public final class DiffCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final GlobalOptions global;

    @Spec
    CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "CLIENT",
            description = "A client of the config, or user@host[:port] with options.")
    String client = "";

    @Parameters(index = "1", paramLabel = "A", description = "An archive, or latest.")
    String one = "";

    @Parameters(index = "2", paramLabel = "B", description = "The other one.")
    String other = "";

    @Parameters(index = "3..*", paramLabel = "PATH", description = "What of them, as the archives have it: etc/hosts.")
    List<String> paths = new ArrayList<>();

    @Mixin
    ReadingOptions reading = new ReadingOptions();

    @ArgGroup(validate = false, heading = AdHocOptions.HEADING)
    AdHocOptions adHoc = new AdHocOptions();

    public DiffCommand(Invocation invocation, GlobalOptions global) {
        this.invocation = invocation;
        this.global = global;
    }

    @Override
    public Integer call() throws InvalidConfig, InterruptedException {
        paths.addAll(invocation.remoteArguments());
        return new Tend(spec, invocation, global, adHoc)
                .read(client, new Difference(one, other, paths, reading.json, reading.byClient()));
    }
}
