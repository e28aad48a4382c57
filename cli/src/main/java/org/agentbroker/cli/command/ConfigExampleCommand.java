package org.agentbroker.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import org.agentbroker.cli.print.ExitCode;
import picocli.CommandLine.Command;

/** {@code broker config example}: a config to begin with. */
@Command(
        name = "example",
        header = "Print an example of a config, with comments.",
        footerHeading = "%nExample:%n",
        footer = "  (umask 077 && broker config example > /etc/broker/broker.yaml)")
public final class ConfigExampleCommand implements Callable<Integer> {
    private final Invocation invocation;

    ConfigExampleCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        try (InputStream example = ConfigExampleCommand.class.getResourceAsStream("broker.example.yaml")) {
            example.transferTo(invocation.out());
        }
        invocation.out().flush();
        return ExitCode.DONE.code();
    }
}
