package org.agentbroker.cli.command;

import java.io.OutputStream;
import java.util.List;
import org.agentbroker.broker.Broker;
import org.agentbroker.broker.Run;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.cli.print.EscapingStream;
import org.agentbroker.cli.print.ExitCode;
import org.agentbroker.cli.print.Reporter;
import org.agentbroker.cli.print.Tty;

/** Carries pulls out, one after the other, and tells how each ended. */
final class Pulls {
    private final Reporter reporter;
    private final boolean borgExitCode;

    Pulls(Reporter reporter, boolean borgExitCode) {
        this.reporter = reporter;
        this.borgExitCode = borgExitCode;
    }

    /** @return the process's exit code: the worst of all, or borg's own when that was asked for */
    int run(List<Pull> pulls, OutputStream out) throws InterruptedException {
        ExitCode worst = ExitCode.DONE;
        int code = 0;
        try (Signals signals = Signals.watch(reporter);
                Broker broker = Broker.open(reporter, new TerminalPrompt(), Timing.DEFAULT)) {
            for (Pull pull : pulls) {
                if (signals.isStopping()) {
                    break;
                }
                Run run = broker.start(pull, Tty.is(1) ? new EscapingStream(out) : out);
                signals.current(run);
                Outcome outcome = run.await();
                reporter.ended(pull.name(), outcome);
                ExitCode one = ExitCode.of(outcome);
                if (ExitCode.worst(worst, one) == one) {
                    worst = one;
                    code = process(one, outcome);
                }
            }
        }
        return code;
    }

    private int process(ExitCode code, Outcome outcome) {
        return borgExitCode ? outcome.borgCode().orElse(code.code()) : code.code();
    }
}
