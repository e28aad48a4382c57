package org.agentbroker.broker.restore;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.plan.BorgCommand.Script;
import org.agentbroker.broker.plan.Deadline;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Pull;

/** The client's borg extracts, in the session of a pull. */
final class ByAgent {
    private final Restore restore;
    private final Found found;
    private final Tools tools;
    private final Reply reply;
    private final Shortfall shortfall;

    ByAgent(Restore restore, Found found, Tools tools, Reply reply, Shortfall shortfall) {
        this.restore = restore;
        this.found = found;
        this.tools = tools;
        this.reply = reply;
        this.shortfall = shortfall;
    }

    /** @param out where a dry run lists what it would restore */
    Outcome run(Deadline deadline, OutputStream out) throws UnusableInput {
        Pull target = restore.target();
        Script script = new Script(TargetScript.text(), TargetScript.arguments(restore, found.tops(), words(target)));
        Plan plan = Plan.of(target.with(script).within(deadline.left()), tools.timing());
        DryRunList list = new DryRunList(shortfall, out);
        Outcome outcome =
                tools.session(plan, restore.dryRun() ? list : shortfall).run(reply);
        return list.isClosed()
                ? Verdict.outputClosed()
                : new Verdict(restore, reply, shortfall).of(outcome, shortfall.progress());
    }

    private List<String> words(Pull target) {
        List<String> words = new ArrayList<>(List.of("--log-json", "--lock-wait"));
        words.add(Long.toString(target.lockWait().toSeconds()));
        words.add("extract");
        words.addAll(restore.dryRun() ? List.of("--dry-run", "--list") : List.of("--progress", "--sparse"));
        if (restore.numericIds()) {
            words.add("--numeric-ids");
        }
        words.addAll(found.words());
        return words;
    }
}
