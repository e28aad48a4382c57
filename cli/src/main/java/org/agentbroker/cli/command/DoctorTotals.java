package org.agentbroker.cli.command;

import java.util.EnumMap;
import java.util.Map;
import org.agentbroker.broker.doctor.Finding;
import org.agentbroker.broker.doctor.Finding.Result;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.cli.print.ExitCode;

/** How many findings there were of each kind, and what they make of the exit code. */
final class DoctorTotals {
    private final Map<Result, Integer> counts = new EnumMap<>(Result.class);
    private int clients;
    private int refused;
    private ExitCode code = ExitCode.DONE;

    void count(Finding finding) {
        counts.merge(finding.result(), 1, Integer::sum);
        if (finding.link().isAttack() && finding.result() == Result.OK) {
            refused++;
        }
        code = ExitCode.worst(code, code(finding));
    }

    private static ExitCode code(Finding finding) {
        if (finding.cause() != null) {
            return ExitCode.of(new Failed(Phase.COMMAND, finding.cause(), finding.detail(), ""));
        }
        return finding.result() == Result.WARNING ? ExitCode.WARNINGS : ExitCode.DONE;
    }

    /** One more client has been looked at. */
    void ended() {
        clients++;
    }

    int clients() {
        return clients;
    }

    int of(Result result) {
        return counts.getOrDefault(result, 0);
    }

    /** Attacks that were refused. */
    int refused() {
        return refused;
    }

    ExitCode code() {
        return code;
    }
}
