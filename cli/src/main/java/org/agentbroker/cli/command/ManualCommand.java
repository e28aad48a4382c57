package org.agentbroker.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.agentbroker.cli.manual.Manual;
import org.agentbroker.cli.print.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code broker manual DIR}: for the build, and for whoever makes packages. */
@Command(
        name = "manual",
        hidden = true,
        header = "Write the man pages and completions below a directory.",
        description = "The directory is laid out as /usr/share is.")
public final class ManualCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Where man, bash-completion, zsh and fish come to stand.")
    Path directory = Path.of("");

    @Override
    public Integer call() throws IOException {
        new Manual(spec.root()).write(directory);
        return ExitCode.DONE.code();
    }
}
