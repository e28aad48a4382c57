package org.agentbroker.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.agentbroker.broker.plan.BorgCommand.Init;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.cli.config.Config;
import org.agentbroker.cli.config.InvalidConfig;
import org.agentbroker.cli.print.ExitCode;
import org.agentbroker.cli.print.Reporter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code broker init}: makes the repository. */
@Command(
        name = "init",
        header = "Create a client's repository at the server.",
        description = {
            "Runs borg init on the client, through the forwarded agent. The repository must not exist yet.",
            "For a client on which no borg runs (method: sshfs or tar) the server's own borg does it."
        },
        footerHeading = "%nExample:%n",
        footer = "  broker init web1 --encryption repokey-blake2")
public final class InitCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final GlobalOptions global;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "CLIENT", description = "A client of the config, or user@host[:port] with options.")
    String client = "";

    @Option(
            names = "--encryption",
            paramLabel = "MODE",
            completionCandidates = Completions.Encryptions.class,
            defaultValue = "repokey-blake2",
            description = "As in borg init (default: ${DEFAULT-VALUE}).")
    String encryption = "";

    @ArgGroup(validate = false, heading = AdHocOptions.HEADING)
    AdHocOptions adHoc = new AdHocOptions();

    public InitCommand(Invocation invocation, GlobalOptions global) {
        this.invocation = invocation;
        this.global = global;
    }

    @Override
    public Integer call() throws InvalidConfig, InterruptedException {
        ClientChoice choice = new ClientChoice(spec, invocation, global.config, adHoc);
        Pull pull = choice.pulls(List.of(client), false).get(0).with(new Init(encryption));
        Reporter reporter = global.reporter(invocation.err(), invocation.environment(), choice.config());
        return run(pull, encryption, invocation, reporter, choice.config());
    }

    /**
     * @param pull with the command {@link Init}
     * @param config that it is from; null for none
     */
    static int run(Pull pull, String encryption, Invocation invocation, Reporter reporter, @Nullable Config config)
            throws InterruptedException {
        String client = pull.name();
        int code = new Pulls(invocation, reporter, config, false, 1).run(List.of(pull));
        if (code == ExitCode.DONE.code()) {
            reporter.note(client + ": the repository is made; without its key and passphrase no backup can be read");
            if (!encryption.equals("none") && !encryption.startsWith("authenticated")) {
                String export = pull.method().runsBorgThere()
                        ? "(umask 077; broker run " + client + " -- key export :: - > " + client + ".key)"
                        : "as " + pull.server().user() + ": borg key export " + pull.repository() + " " + client
                                + ".key";
                reporter.note("keep a copy of the key elsewhere: " + export);
            }
        }
        return code;
    }
}
