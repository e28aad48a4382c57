package org.agentbroker.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code broker hostkey}: looks at host keys, and pins them. */
@Command(
        name = "hostkey",
        header = "Show or pin the host keys of a client.",
        description = "Nothing is ever believed unseen: scan shows the keys, pin asks before it writes them down.",
        synopsisSubcommandLabel = "scan|pin",
        footerHeading = "%nExamples:%n",
        footer = {"  broker hostkey scan web1", "  broker hostkey pin web1"})
public final class HostkeyCommand implements Runnable {
    @Spec
    CommandSpec spec;

    private HostkeyCommand() {}

    /** With its own commands. */
    public static CommandLine line(Invocation invocation, GlobalOptions global) {
        return new CommandLine(new HostkeyCommand())
                .addSubcommand("scan", new HostkeyScanCommand(invocation, global))
                .addSubcommand("pin", new HostkeyPinCommand(invocation, global));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say scan or pin");
    }
}
