package org.agentbroker.cli.print;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.agentbroker.agent.AgentEvent;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Problem;

/** Keeps the end of what is said about each client, as people see it, for those who hear of it elsewhere. */
public final class Tails implements Reporter {
    private record Kept(Tail tail, Reporter reporter) {}

    private final int most;
    private final Map<String, Kept> clients = new ConcurrentHashMap<>();

    /** @param most bytes of each client */
    public Tails(int most) {
        this.most = most;
    }

    /** What was said about a client so far. */
    public String of(String client) {
        return kept(client).tail.text();
    }

    private Kept kept(String client) {
        return clients.computeIfAbsent(client, name -> {
            Tail tail = new Tail(most);
            return new Kept(tail, new TextReporter(tail, Verbosity.NORMAL));
        });
    }

    @Override
    public void heard(PullEvent event) {
        kept(event.client()).reporter.heard(event);
    }

    @Override
    public void ended(String client, Outcome outcome) {
        kept(client).reporter.ended(client, outcome);
    }

    @Override
    public void beginning(int pulls) {}

    @Override
    public void summary(List<Ended> all) {}

    @Override
    public void problem(Problem problem) {}

    @Override
    public void refused(ExitCode code, List<String> messages) {}

    @Override
    public void decided(AgentEvent decision) {}

    @Override
    public void warning(String message) {}

    @Override
    public void warning(Problem problem) {}

    @Override
    public void note(String message) {}
}
