package org.agentbroker.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Problem;
import org.agentbroker.broker.setup.Step;
import org.agentbroker.cli.print.ExitCode;
import org.agentbroker.cli.print.Reporter;

/** Tells how each step of a set-up ended. */
final class Steps {
    private final Invocation invocation;
    private final Reporter reporter;
    private final String client;

    Steps(Invocation invocation, Reporter reporter, String client) {
        this.invocation = invocation;
        this.reporter = reporter;
        this.client = client;
    }

    /** @return done, unless it stopped */
    ExitCode tell(Step step) {
        if (step instanceof Step.Changed changed) {
            reporter.note(client + ": " + changed.what());
        } else if (step instanceof Step.AlreadySo so) {
            alreadySo(so.what());
        } else if (step instanceof Step.Advice advice) {
            reporter.warning(client + ": " + advice.problem().what() + "; hint: "
                    + advice.problem().hint());
        } else {
            return failed(((Step.Stopped) step).why());
        }
        return ExitCode.DONE;
    }

    /** @return done, unless one stopped */
    ExitCode tell(List<Step> steps) {
        ExitCode code = ExitCode.DONE;
        for (Step step : steps) {
            code = ExitCode.worst(code, tell(step));
        }
        return code;
    }

    void alreadySo(String what) {
        reporter.note(client + ": already so: " + what);
    }

    ExitCode failed(Failed why) {
        reporter.problem(why.problem());
        return ExitCode.of(why);
    }

    ExitCode unusable(UnusableInput e) {
        reporter.problem(new Problem(e.what(), e.hint()));
        return ExitCode.UNUSABLE;
    }

    /** What was asked for. */
    void out(String line) throws IOException {
        invocation.out().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        invocation.out().flush();
    }
}
