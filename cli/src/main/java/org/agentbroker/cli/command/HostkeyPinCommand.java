package org.agentbroker.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.hostkey.HostKeys;
import org.agentbroker.broker.lock.StateDirectory;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.broker.setup.Setup;
import org.agentbroker.cli.config.Config;
import org.agentbroker.cli.config.InvalidConfig;
import org.agentbroker.cli.print.Reporter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code broker hostkey pin}. */
@Command(
        name = "pin",
        header = "Pin the host keys of a client, after they were compared.",
        description = {
            "Shows the fingerprints and asks; without a terminal, --fingerprint or --yes has to be given. The pins go into"
                    + " the client's known-hosts, usually the file known_hosts beside the config. Where the config has"
                    + " host-keys, the line to put there is printed.",
            "A key that has changed is replaced with --replace only. Exit code 76: nothing was pinned."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  broker hostkey pin web1",
            "  broker hostkey pin web1 --fingerprint SHA256:...",
            "At the console of the client, what to compare with:",
            "  ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub"
        })
final class HostkeyPinCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final GlobalOptions global;

    @Parameters(paramLabel = "CLIENT", description = "A client of the config.")
    String client = "";

    @Mixin
    HostKeyDialog.Options options = new HostKeyDialog.Options();

    HostkeyPinCommand(Invocation invocation, GlobalOptions global) {
        this.invocation = invocation;
        this.global = global;
    }

    @Override
    public Integer call() throws InvalidConfig, IOException, InterruptedException {
        Config config = Config.load(global.config, invocation.environment(), invocation.home());
        config.draft(client);
        Reporter reporter = global.reporter(invocation.err(), invocation.environment());
        Steps steps = new Steps(invocation, reporter, client);
        @Nullable Answers answers = global.logJson ? null : Answers.atTerminal(invocation.err());
        TerminalPrompt prompt = new TerminalPrompt();
        try (HostKeys keys = HostKeys.open(Timing.DEFAULT, prompt);
                Setup setup = Setup.open(
                        Timing.DEFAULT, prompt, StateDirectory.of(invocation.environment(), invocation.home()))) {
            HostKeyDialog dialog = new HostKeyDialog(options, reporter, answers);
            return new HostKeyPins(invocation, reporter, steps, dialog, keys, setup)
                    .pin(config, client, true, true)
                    .code();
        } catch (UnusableInput e) {
            return steps.unusable(e).code();
        }
    }
}
