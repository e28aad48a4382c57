package org.agentbroker.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whose repositories are looked after, and what is put up with. */
final class UpkeepOptions {
    @Parameters(
            paramLabel = "CLIENT",
            arity = "0..*",
            description = "A client of the config, or user@host[:port] with the options below.")
    List<String> clients = new ArrayList<>();

    @Option(names = "--all", description = "All clients of the config, in its order.")
    boolean all;

    @Option(names = "--group", paramLabel = "NAME", description = "All clients of a group; may be given again.")
    List<String> groups = new ArrayList<>();

    @Option(
            names = "--accept-missing",
            description =
                    "Take as given which archives there are now, also when some are missing or have changed or an odd"
                            + " time since broker looked before, or when it never has.")
    boolean acceptMissing;
}
