package org.agentbroker.broker.restore;

import java.io.OutputStream;
import java.util.List;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.event.PullEvent.Note;
import org.agentbroker.broker.event.PullEvent.Warning;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.CompletedWithWarnings;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.plan.BorgCommand.Other;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.repository.Means;
import org.agentbroker.broker.repository.OwnRepository;
import org.agentbroker.broker.session.Course;
import org.agentbroker.broker.session.Stop;

/**
 * Carries a restore out: finds archive and paths, then lets the client's borg or its tar put them into place. Runs on one
 * thread; interrupting that cancels it. The locks of the target and of the repository are the caller's.
 */
public final class Restoring {
    private final Restore restore;
    private final Plan plan;
    private final Tools tools;
    private final Shortfall shortfall;
    private final Reply reply;
    private final Course course;

    private Restoring(Restore restore, Plan plan, Tools tools, PullListener listener) {
        this.restore = restore;
        this.plan = plan;
        this.tools = tools;
        this.shortfall = new Shortfall(plan.name(), listener);
        this.reply = new Reply(plan.name(), text -> listener.heard(new Warning(plan.name(), text)));
        this.course = new Course(plan, shortfall);
    }

    /**
     * The deadline counts from now.
     *
     * @throws UnusableInput when a value cannot be used
     */
    public static Restoring of(Restore wanted, Tools tools, PullListener listener) throws UnusableInput {
        Restore restore = wanted.checked();
        plan(restore.source(), tools); // its values may be as wrong
        return new Restoring(restore, plan(restore.target(), tools), tools, listener);
    }

    private static Plan plan(Pull pull, Tools tools) throws UnusableInput {
        return Plan.of(pull.with(new Other(List.of("extract"))), tools.timing());
    }

    /** Of the target. */
    public Plan plan() {
        return plan;
    }

    /**
     * The outcome, whatever happens; by then nothing is left open.
     *
     * @param out where a dry run lists what it would restore, a path a line; not closed
     */
    public Outcome run(OutputStream out) {
        Outcome outcome = course.run(() -> carryOut(out));
        return outcome instanceof Failed failed && failed.cause() == Cause.CANCELLED
                ? Verdict.cancelled(failed, plan.name())
                : outcome;
    }

    private Outcome carryOut(OutputStream out) throws Stop, UnusableInput, InterruptedException {
        OwnRepository own;
        try {
            own = heardBy(PullListener.none());
        } catch (UnusableInput e) {
            if (restore.via() == Restore.Via.TAR) {
                throw new UnusableInput(e.what(), "start broker there, or let the client's borg do it: --via agent");
            }
            return byAgent(new Search(restore, this::listByPull).find(), out);
        }
        String what = "passphrase of " + restore.source().name();
        Found found;
        try (Secret passphrase = tools.secrets().read(restore.source().passphrase(), what)) {
            Listing listing = (arguments, to) -> own.run(arguments, passphrase, to, course.deadline());
            Search search = new Search(restore, listing);
            found = restore.isByName() ? Found.named(restore.archive()) : search.find();
            if (restore.via() == Restore.Via.TAR) {
                ByTar way = new ByTar(restore, found, search, course, tools, reply, shortfall);
                return told(found, way.run(this::heardBy, passphrase, out));
            }
        }
        return byAgent(found, out);
    }

    private OwnRepository heardBy(PullListener listener) throws UnusableInput {
        Means means = new Means(tools.executor(), tools.scheduler(), tools.timing(), listener);
        return OwnRepository.of(restore.source(), plan(restore.source(), tools), means);
    }

    private Outcome byAgent(Found found, OutputStream out) throws UnusableInput {
        return told(found, new ByAgent(restore, found, tools, reply, shortfall).run(course.deadline(), out));
    }

    private Outcome told(Found found, Outcome outcome) {
        if (!restore.dryRun() && !(outcome instanceof Failed)) {
            String how = outcome instanceof CompletedWithWarnings warned ? with(warned.warnings()) : "";
            course.listener()
                    .heard(new Note(plan.name(), "restored to " + restore.to() + how + ": archive " + found.archive()));
        }
        return outcome;
    }

    private static String with(int warnings) {
        return " with " + (warnings == 0 ? "" : warnings + " ") + (warnings == 1 ? "warning" : "warnings");
    }

    private Outcome listByPull(List<String> arguments, OutputStream to) throws UnusableInput {
        Pull pull = restore.target()
                .with(new Other(arguments))
                .within(course.deadline().left());
        return tools.session(Plan.of(pull, tools.timing()), shortfall).run(to);
    }
}
