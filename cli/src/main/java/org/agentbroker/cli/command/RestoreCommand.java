package org.agentbroker.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.restore.Restore;
import org.agentbroker.cli.config.InvalidConfig;
import org.agentbroker.cli.print.Reporter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code broker restore}: an archive, or some of it, back into place. */
@Command(
        name = "restore",
        header = "Put an archive, or some of its paths, back on a client.",
        description = {
            "Looks for archive and paths first; then the client's borg extracts (--via agent), or its tar takes what the"
                    + " server's borg exports (--via tar). What could not be restored is listed at the end, and the exit code"
                    + " is 1 then.",
            "Links that others could have put in the way are not followed. A new DIR is made for the login alone; one that is"
                    + " there must be empty, unless it is / or --overwrite is given. All of an archive to / needs --overwrite.",
            "With --onto, by --via agent, the other machine is given the passphrase of CLIENT's repository, and can read all of"
                    + " it."
        },
        customSynopsis = "broker restore [OPTIONS] CLIENT ARCHIVE [PATH...]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  broker restore web1 latest --to /srv/restored",
            "  broker restore web1 latest etc/nginx home/alice/notes.txt --overwrite",
            "  broker restore web1 web1-2026-11-23T04:00:00 --dry-run home",
            "  broker restore router latest --via tar --to /tmp/old-config etc",
            "  broker restore web1 latest --onto web2 --to /srv/web1",
        })
public final class RestoreCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final GlobalOptions global;

    @Spec
    CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "CLIENT",
            description = "A client of the config, or user@host[:port] with the options below.")
    String client = "";

    @Parameters(index = "1", paramLabel = "ARCHIVE", description = "Its name, or latest.")
    String archive = "";

    @Parameters(
            index = "2..*",
            arity = "0..*",
            paramLabel = "PATH",
            description =
                    "As in the archive, to be taken literally; without any all is restored. After -- a PATH may begin"
                            + " with a -.")
    List<String> paths = new ArrayList<>();

    @Option(
            names = "--to",
            paramLabel = "DIR",
            defaultValue = "/",
            description =
                    "Where to on the client; a relative DIR starts at the login's home (default: ${DEFAULT-VALUE}).")
    String to = "/";

    @Option(
            names = "--via",
            paramLabel = "WAY",
            completionCandidates = Completions.RestoreWays.class,
            description = "agent: the client's borg, keeps everything; tar: needs no borg there (default: agent, or tar"
                    + " where method is not agent).")
    @Nullable
    String via;

    @Option(
            names = "--onto",
            paramLabel = "CLIENT2",
            description = "Restore to this machine, of the config or user@host[:port]; it gets to read the repository.")
    @Nullable
    String onto;

    @Option(names = "--numeric-ids", description = "Owners by number, not by name.")
    boolean numericIds;

    @Option(
            names = "--dry-run",
            description = "Look at archive and target, list what would be restored, change nothing.")
    boolean dryRun;

    @Option(
            names = "--overwrite",
            description =
                    "Into a DIR that is not empty, too, or all of an archive to /: replaces what is in the way, other"
                            + " files stay.")
    boolean overwrite;

    @ArgGroup(validate = false, heading = AdHocOptions.HEADING)
    AdHocOptions adHoc = new AdHocOptions();

    public RestoreCommand(Invocation invocation, GlobalOptions global) {
        this.invocation = invocation;
        this.global = global;
    }

    @Override
    public Integer call() throws InvalidConfig, InterruptedException {
        if (to.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--to is empty");
        }
        Restore.Via asked = via == null ? null : asked(via);
        List<String> all = new ArrayList<>(paths);
        all.addAll(invocation.remoteArguments());
        ClientChoice choice = new ClientChoice(spec, invocation, global.config, adHoc);
        Pull source = onto == null ? choice.pulls(List.of(client), false).get(0) : choice.source(client, onto);
        Restore.Via usual = source.method().runsBorgThere() ? Restore.Via.AGENT : Restore.Via.TAR;
        Restore restore = Restore.of(source, archive, asked == null ? usual : asked)
                .only(all)
                .to(to)
                .withNumericIds(numericIds)
                .asDryRun(dryRun)
                .overwriting(overwrite);
        if (onto != null) {
            restore = restore.onto(choice.target(source, onto));
        }
        restore = checked(restore);
        Reporter reporter = global.reporter(invocation.err(), invocation.environment(), choice.config());
        return new Pulls(invocation, reporter, choice.config(), false, 1).restore(restore);
    }

    private Restore checked(Restore restore) {
        try {
            return restore.checked();
        } catch (UnusableInput e) {
            throw new Misuse(spec.commandLine(), e);
        }
    }

    private Restore.Via asked(String way) {
        return switch (way) {
            case "agent" -> Restore.Via.AGENT;
            case "tar" -> Restore.Via.TAR;
            case "sshfs" ->
                throw new ParameterException(
                        spec.commandLine(),
                        "nothing is restored over SSHFS: SFTP follows a restored link when it sets the owner, so that its"
                                + " target gets another; use --via agent, which keeps everything, or --via tar, which needs"
                                + " no borg on the client");
            default -> throw new ParameterException(spec.commandLine(), "--via is agent or tar, not " + way);
        };
    }
}
