package org.agentbroker.cli.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.agentbroker.broker.hostkey.Host;
import org.agentbroker.broker.hostkey.HostKeys;
import org.agentbroker.broker.hostkey.Scan;
import org.agentbroker.broker.outcome.Problem;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.cli.config.Config;
import org.agentbroker.cli.config.Draft;
import org.agentbroker.cli.config.Draft.Pinned;
import org.agentbroker.cli.config.InvalidConfig;
import org.agentbroker.cli.print.ExitCode;
import org.agentbroker.cli.print.JsonLines;
import org.agentbroker.cli.print.Reporter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code broker hostkey scan}. */
@Command(
        name = "scan",
        header = "Show the host keys that a client presents, beside those that are pinned.",
        description = {
            "One line for each key of the client, of the hosts before it, and of the server where its sshd takes part: host,"
                    + " type, fingerprint, and pinned, new or CHANGED. Changes nothing, and logs in only at hosts before"
                    + " the client.",
            "Exit code 76: a key is not the one that is pinned."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  broker hostkey scan web1",
            "  broker hostkey scan root@web1.example.org:2222",
            "  broker hostkey scan --json web1"
        })
final class HostkeyScanCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final GlobalOptions global;

    @Parameters(paramLabel = "CLIENT", description = "A client of the config, or user@host[:port].")
    String client = "";

    @Option(names = "--json", description = "One JSON object a line.")
    boolean json;

    HostkeyScanCommand(Invocation invocation, GlobalOptions global) {
        this.invocation = invocation;
        this.global = global;
    }

    @Override
    public Integer call() throws InvalidConfig, IOException, InterruptedException {
        List<Pinned> hosts = client.contains("@")
                ? List.of(Draft.unknown(client))
                : Config.load(global.config, invocation.environment(), invocation.home())
                        .draft(client)
                        .hosts();
        Reporter reporter = global.reporter(invocation.err(), invocation.environment());
        Steps steps = new Steps(invocation, reporter, client);
        ExitCode code = ExitCode.DONE;
        try (HostKeys keys = HostKeys.open(Timing.DEFAULT, new TerminalPrompt())) {
            for (Pinned pinned : hosts) {
                code = ExitCode.worst(code, show(keys.of(pinned.host()), pinned.host(), reporter, steps));
            }
        }
        return code.code();
    }

    private ExitCode show(Scan scan, Host host, Reporter reporter, Steps steps) throws IOException {
        if (scan instanceof Scan.Unseen unseen) {
            return steps.failed(unseen.why());
        }
        Scan.Seen seen = (Scan.Seen) scan;
        if (json) {
            JsonLines lines = new JsonLines(new PrintStream(invocation.out(), true, StandardCharsets.UTF_8));
            HostKeyText.objects(client, host, seen).forEach(lines::write);
        } else {
            for (String line : HostKeyText.lines(host, seen)) {
                steps.out(line);
            }
        }
        if (!seen.isChanged()) {
            return ExitCode.DONE;
        }
        reporter.problem(new Problem(
                HostKeyDialog.changed(host, seen),
                HostKeyDialog.check(host) + "; if it is right: broker hostkey pin " + client + " --replace"));
        return ExitCode.HOST_KEY;
    }
}
