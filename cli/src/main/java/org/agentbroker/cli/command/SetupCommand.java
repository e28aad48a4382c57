package org.agentbroker.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.hostkey.HostKeys;
import org.agentbroker.broker.lock.StateDirectory;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.broker.setup.OtherLogins;
import org.agentbroker.broker.setup.Setup;
import org.agentbroker.cli.config.Config;
import org.agentbroker.cli.config.InvalidConfig;
import org.agentbroker.cli.print.ExitCode;
import org.agentbroker.cli.print.Reporter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code broker setup}: all that a client of the config needs before its first backup. */
@Command(
        name = "setup",
        header = "Prepare a client: keys, host keys, and the lines in authorized_keys.",
        description = {
            "Makes broker's key, pins the client's host keys after they were compared, and puts the key into the client's"
                    + " authorized_keys with no more rights than a pull needs. It gets in with --login-key, the keys of"
                    + " $$SSH_AUTH_SOCK, or a password, in this order. Where the server's own sshd takes part its line is put into"
                    + " the server's authorized_keys. A passphrase file that is not there is made.",
            "What is there already stays as it is, so it may be started again at any time."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  broker setup web1 --init",
            "  broker setup web1 --fingerprint SHA256:... --login-key ~/.ssh/id_rsa",
            "  broker setup web1 --print",
            "  broker setup web1 --remove"
        })
public final class SetupCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final GlobalOptions global;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "CLIENT", description = "A client of the config.")
    String client = "";

    @Mixin
    HostKeyDialog.Options pins = new HostKeyDialog.Options();

    @Option(
            names = "--login-key",
            paramLabel = "FILE",
            description = "A private key that gets in at the client already.")
    @Nullable
    Path loginKey;

    @Option(names = "--init", description = "Create the repository as well, unless it is there.")
    boolean init;

    @Option(
            names = "--encryption",
            paramLabel = "MODE",
            completionCandidates = Completions.Encryptions.class,
            defaultValue = "repokey-blake2",
            description = "As in borg init, for --init (default: ${DEFAULT-VALUE}).")
    String encryption = "";

    @Option(
            names = {"--print", "--dry-run"},
            description = "Change nothing; print the lines, and into which file each belongs.")
    boolean print;

    @Option(
            names = "--remove",
            description = "Undo it: the lines, and the keys and pins that setup has made. Never the repository or the"
                    + " passphrase.")
    boolean remove;

    public SetupCommand(Invocation invocation, GlobalOptions global) {
        this.invocation = invocation;
        this.global = global;
    }

    @Override
    public Integer call() throws InvalidConfig, IOException, InterruptedException {
        if (client.contains("@")) {
            throw new ParameterException(spec.commandLine(), "setup is for a client of the config: " + client);
        }
        if (remove && (print || init)) {
            throw new ParameterException(spec.commandLine(), "--remove goes with neither --print nor --init");
        }
        Config config = Config.load(global.config, invocation.environment(), invocation.home());
        config.draft(client);
        Reporter reporter = global.reporter(invocation.err(), invocation.environment(), config);
        Steps steps = new Steps(invocation, reporter, client);
        TerminalPrompt prompt = new TerminalPrompt();
        Path state = StateDirectory.of(invocation.environment(), invocation.home());
        try (Setup setup = Setup.open(Timing.DEFAULT, prompt, state)) {
            ExitCode code;
            if (print) {
                for (Setup.Paste paste : setup.lines(config.draft(client).pull())) {
                    steps.out("# " + paste.file());
                    steps.out(paste.line());
                }
                return ExitCode.DONE.code();
            } else if (remove) {
                return new Undoing(config, client, setup, steps).run().code();
            }
            code = prepare(config, setup, steps, reporter, prompt);
            if (code != ExitCode.DONE) {
                return code.code();
            }
        } catch (UnusableInput e) {
            return steps.unusable(e).code();
        }
        return init ? new Repository(config, client, encryption).init(invocation, reporter, steps) : 0;
    }

    private ExitCode prepare(Config config, Setup setup, Steps steps, Reporter reporter, TerminalPrompt prompt)
            throws InvalidConfig, IOException, InterruptedException {
        @Nullable Answers answers = global.logJson ? null : Answers.atTerminal(invocation.err());
        String agent = invocation.environment().getOrDefault("SSH_AUTH_SOCK", "");
        OtherLogins others = new OtherLogins(
                loginKey, agent.isEmpty() ? null : Path.of(agent), TerminalPrompt.isThere() ? prompt : null);
        try (HostKeys keys = HostKeys.open(Timing.DEFAULT, prompt)) {
            HostKeyDialog dialog = new HostKeyDialog(pins, reporter, answers);
            HostKeyPins pinning = new HostKeyPins(invocation, reporter, steps, dialog, keys, setup);
            return new Preparing(config, client, setup, steps).run(pinning, others, pins.replace);
        }
    }
}
