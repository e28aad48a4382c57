package org.agentbroker.cli.command;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agentbroker.broker.Broker;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.lock.StateDirectory;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.cli.config.InvalidConfig;
import org.agentbroker.cli.print.ExitCode;
import org.agentbroker.cli.print.Reporter;
import org.agentbroker.cli.print.Screen;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code broker doctor}: proves each link, and that forbidden things are refused. */
@Command(
        name = "doctor",
        header = "Prove each link to clients, and that forbidden things are refused.",
        description = {
            "Looks at reach, host key, logins, forwarding, programs and their versions, and the repository, with a hint for"
                    + " each failure; then plays an attacker who owns the client. Nothing is changed: what it makes, it"
                    + " removes.",
            "Without CLIENT all clients of the config are looked at, one after the other."
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0   all links hold and all attacks were refused",
            "  1   the same with warnings",
            "  77  an attack was not refused, or a login or forwarding was",
            "  Else the worst of the causes, as for run.",
            "",
            "Examples:",
            "  broker doctor web1",
            "  broker doctor --passive --quiet",
            "  broker doctor web1 --json",
        })
public final class DoctorCommand implements Callable<Integer> {
    /** A pull that is told to end may take as long as its borg may. */
    private static final Duration PATIENCE = Timing.DEFAULT.stop().plusSeconds(15);

    private final Invocation invocation;
    private final GlobalOptions global;

    @Spec
    CommandSpec spec;

    @Parameters(
            paramLabel = "CLIENT",
            arity = "0..*",
            description = "A client of the config, or user@host[:port] with the options below.")
    List<String> clients = new ArrayList<>();

    @Option(names = "--all", description = "All clients of the config, in its order; the same as without CLIENT.")
    boolean all;

    @Option(names = "--passive", description = "Play no attacker: look only.")
    boolean passive;

    @Option(names = "--json", description = "One JSON object a line for each finding, and one for all at the end.")
    boolean json;

    @ArgGroup(validate = false, heading = AdHocOptions.HEADING)
    AdHocOptions adHoc = new AdHocOptions();

    public DoctorCommand(Invocation invocation, GlobalOptions global) {
        this.invocation = invocation;
        this.global = global;
    }

    @Override
    public Integer call() throws InvalidConfig {
        if (invocation.hasRemoteArguments()) {
            throw new ParameterException(spec.commandLine(), "doctor takes no borg command after --");
        }
        List<Pull> pulls =
                new ClientChoice(spec, invocation, global.config, adHoc).pulls(clients, all || clients.isEmpty());
        Reporter reporter = global.reporter(invocation.err(), invocation.environment());
        PrintStream out = new PrintStream(invocation.out(), true, StandardCharsets.UTF_8);
        DoctorOutput output = json
                ? new DoctorJson(out)
                : new DoctorText(
                        Screen.terminal(out, global.hasColours(1, invocation.environment()), () -> 0), global.quiet);
        DoctorTotals totals = new DoctorTotals();
        try {
            examine(pulls, global.verbose.length > 0 ? reporter : PullListener.none(), output, totals, out);
        } catch (InterruptedException e) {
            reporter.note("stopped; what was made for it is removed");
            return ExitCode.INTERRUPTED.code();
        }
        output.end(totals);
        return out.checkError() ? ExitCode.OUTPUT_CLOSED.code() : totals.code().code();
    }

    private void examine(
            List<Pull> pulls, PullListener listener, DoctorOutput output, DoctorTotals totals, PrintStream out)
            throws InterruptedException {
        Path state = StateDirectory.of(invocation.environment(), invocation.home());
        CountDownLatch finished = new CountDownLatch(1);
        Thread worker = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(worker, finished), "broker-stop"));
        try (Broker broker = Broker.open(listener, new TerminalPrompt(), Timing.DEFAULT, state)) {
            for (Pull pull : pulls) {
                output.begin(pull.name());
                broker.examine(pull, !passive, finding -> {
                    totals.count(finding);
                    output.tell(finding);
                });
                totals.ended();
                if (out.checkError()) {
                    return;
                }
            }
        } finally {
            finished.countDown();
        }
    }

    /** A signal: what is under way is undone first. */
    private static void stop(Thread worker, CountDownLatch finished) {
        if (finished.getCount() == 0) {
            return; // the usual exit
        }
        worker.interrupt();
        try {
            finished.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
