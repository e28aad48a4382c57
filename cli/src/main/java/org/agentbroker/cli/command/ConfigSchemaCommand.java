package org.agentbroker.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.agentbroker.cli.print.ExitCode;
import org.agentbroker.cli.settings.Schema;
import picocli.CommandLine.Command;

/** {@code broker config schema}: for editors. */
@Command(
        name = "schema",
        header = "Print the JSON Schema of the config, for editors.",
        description = {
            "Draft 7, which yaml-language-server knows, and with it most editors. Written beside the config it is found"
                    + " by a first line such as that of the example:",
            "  # yaml-language-server: $$schema=broker.schema.json"
        },
        footerHeading = "%nExample:%n",
        footer = "  broker config schema > /etc/broker/broker.schema.json")
public final class ConfigSchemaCommand implements Callable<Integer> {
    private final Invocation invocation;

    ConfigSchemaCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        invocation.out().write(Schema.text().getBytes(StandardCharsets.UTF_8));
        invocation.out().flush();
        return ExitCode.DONE.code();
    }
}
