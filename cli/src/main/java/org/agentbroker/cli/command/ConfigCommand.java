package org.agentbroker.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code broker config}: what stands in the config, and what may stand there. */
@Command(
        name = "config",
        header = "Check the config, show what counts, and what there is to set.",
        synopsisSubcommandLabel = "validate|show|schema|example",
        footerHeading = "%nExamples:%n",
        footer = {
            "  (umask 077 && broker config example > /etc/broker/broker.yaml)",
            "  broker config validate",
            "  broker config show web1",
            "  broker config schema > broker.schema.json",
        })
public final class ConfigCommand implements Runnable {
    @Spec
    CommandSpec spec;

    private ConfigCommand() {}

    /** With its commands. */
    public static CommandLine line(Invocation invocation, GlobalOptions global) {
        return new CommandLine(new ConfigCommand())
                .addSubcommand(new ConfigValidateCommand(invocation, global))
                .addSubcommand(new ConfigShowCommand(invocation, global))
                .addSubcommand(new ConfigSchemaCommand(invocation))
                .addSubcommand(new ConfigExampleCommand(invocation));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which: validate, show, schema or example");
    }
}
