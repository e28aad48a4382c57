package org.agentbroker.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.agentbroker.cli.config.Checked;
import org.agentbroker.cli.config.Config;
import org.agentbroker.cli.config.ConfigProblem;
import org.agentbroker.cli.print.ExitCode;
import org.agentbroker.cli.print.Reporter;
import picocli.CommandLine.Command;

/** {@code broker config validate}: everything that is wrong, at once. */
@Command(
        name = "validate",
        header = "Tell everything that is wrong with the config.",
        description = {
            "Looks at all files of the config, at the files with host keys that it names, and at the mode and owner of"
                    + " files with keys and passphrases, which it does not read. Touches no network.",
            "Exits with 78 when something is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  broker config validate", "  broker config validate --config ./broker.yaml --quiet"})
public final class ConfigValidateCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final GlobalOptions global;

    ConfigValidateCommand(Invocation invocation, GlobalOptions global) {
        this.invocation = invocation;
        this.global = global;
    }

    @Override
    public Integer call() {
        Reporter reporter = global.reporter(invocation.err(), invocation.environment());
        Checked checked = Config.check(global.config, invocation.environment(), invocation.home());
        if (checked.problems().isEmpty()) {
            reporter.note(clients(checked.fine()) + (checked.fine() == 1 ? " is fine" : " are fine"));
            return ExitCode.DONE.code();
        }
        List<String> messages = new ArrayList<>();
        checked.problems().stream().map(ConfigProblem::toString).forEach(messages::add);
        if (checked.clients() > 0) {
            messages.add(checked.fine() + " of " + clients(checked.clients()) + " would be fine");
        }
        reporter.refused(ExitCode.UNUSABLE, messages);
        return ExitCode.UNUSABLE.code();
    }

    private static String clients(int number) {
        return number == 1 ? "1 client" : number + " clients";
    }
}
