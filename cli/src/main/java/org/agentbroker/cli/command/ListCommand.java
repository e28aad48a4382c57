package org.agentbroker.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.agentbroker.broker.repository.TendCommand.Listing;
import org.agentbroker.cli.config.InvalidConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code broker list}: the archives of a client, or what is in one. */
@Command(
        name = "list",
        header = "List the archives of a client, or what is in one.",
        description = {
            "Runs borg list on the repository, with the server's own borg where broker may start it, else with the client's.",
            "An archive called latest is the newest that is no checkpoint. What stands after -- are paths."
        },
        customSynopsis = "broker list [OPTIONS] CLIENT [ARCHIVE [PATH...]]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  broker list web1",
            "  broker list web1 latest etc/ssh",
            "  broker list web1 web1-2026-11-23T04:00:00 --json",
        })
public final class ListCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final GlobalOptions global;

    @Spec
    CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "CLIENT",
            description = "A client of the config, or user@host[:port] with options.")
    String client = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "ARCHIVE", description = "An archive, or latest.")
    @Nullable
    String archive;

    @Parameters(index = "2..*", paramLabel = "PATH", description = "What is in it, as the archive has it: etc/hosts.")
    List<String> paths = new ArrayList<>();

    @Mixin
    ReadingOptions reading = new ReadingOptions();

    @ArgGroup(validate = false, heading = AdHocOptions.HEADING)
    AdHocOptions adHoc = new AdHocOptions();

    public ListCommand(Invocation invocation, GlobalOptions global) {
        this.invocation = invocation;
        this.global = global;
    }

    @Override
    public Integer call() throws InvalidConfig, InterruptedException {
        Tend tend = new Tend(spec, invocation, global, adHoc);
        if (archive == null && !invocation.remoteArguments().isEmpty()) {
            throw tend.usage("paths after -- are those of an archive: name one, or latest");
        }
        paths.addAll(invocation.remoteArguments());
        return tend.read(client, new Listing(archive, paths, reading.json, reading.byClient()));
    }
}
