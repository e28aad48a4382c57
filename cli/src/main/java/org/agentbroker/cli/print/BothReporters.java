package org.agentbroker.cli.print;

import java.util.List;
import org.agentbroker.agent.AgentEvent;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Problem;

/** Tells the same to two. */
public record BothReporters(Reporter one, Reporter other) implements Reporter {
    @Override
    public void heard(PullEvent event) {
        one.heard(event);
        other.heard(event);
    }

    @Override
    public void beginning(int pulls) {
        one.beginning(pulls);
        other.beginning(pulls);
    }

    @Override
    public void ended(String client, Outcome outcome) {
        one.ended(client, outcome);
        other.ended(client, outcome);
    }

    @Override
    public void summary(List<Ended> all) {
        one.summary(all);
        other.summary(all);
    }

    @Override
    public void problem(Problem problem) {
        one.problem(problem);
        other.problem(problem);
    }

    @Override
    public void refused(ExitCode code, List<String> messages) {
        one.refused(code, messages);
        other.refused(code, messages);
    }

    @Override
    public void decided(AgentEvent decision) {
        one.decided(decision);
        other.decided(decision);
    }

    @Override
    public void warning(String message) {
        one.warning(message);
        other.warning(message);
    }

    @Override
    public void warning(Problem problem) {
        one.warning(problem);
        other.warning(problem);
    }

    @Override
    public void note(String message) {
        one.note(message);
        other.note(message);
    }
}
