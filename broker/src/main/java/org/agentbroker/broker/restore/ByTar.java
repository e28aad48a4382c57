package org.agentbroker.broker.restore;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.event.PullEvent.Note;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.CompletedWithWarnings;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Program;
import org.agentbroker.broker.repository.LocalBorg;
import org.agentbroker.broker.repository.OwnRepository;
import org.agentbroker.broker.session.Course;
import org.agentbroker.broker.session.Ending;
import org.agentbroker.broker.session.Errand;
import org.agentbroker.broker.session.Identities;
import org.agentbroker.broker.session.Stop;

/** The server's borg writes a tar file, which the client's tar reads: each is ended when the other fails. */
final class ByTar {
    /** Measured with borg 1.2: its tar files have none of it. */
    private static final String LOST = "a tar file keeps no extended attributes, ACLs, capabilities and flags, no"
            + " fractions of a second, and no holes of sparse files; --via agent keeps them";

    private final Restore restore;
    private final Found found;
    private final Search search;
    private final Course course;
    private final Tools tools;
    private final Reply reply;
    private final Shortfall shortfall;

    /**
     * @param search was not made where the restore is {@link Restore#isByName}
     * @param shortfall is the listener of the course, too
     */
    ByTar(Restore restore, Found found, Search search, Course course, Tools tools, Reply reply, Shortfall shortfall) {
        this.restore = restore;
        this.found = found;
        this.search = search;
        this.course = course;
        this.tools = tools;
        this.reply = reply;
        this.shortfall = shortfall;
    }

    /** The repository, for a borg of which that hears. */
    @FunctionalInterface
    interface Own {
        OwnRepository heardBy(PullListener listener) throws UnusableInput;
    }

    /**
     * @param own what writes the tar file
     * @param passphrase stays the caller's
     * @param out where a dry run lists what it would restore
     */
    Outcome run(Own own, Secret passphrase, OutputStream out) throws Stop, UnusableInput, InterruptedException {
        String name = course.plan().name();
        Moved moved = new Moved(name, shortfall);
        OwnRepository repository = own.heardBy(moved);
        if (restore.dryRun()) {
            return with(() -> {}, errand -> {
                Outcome looked = ended(awaitWithoutData(errand), errand, false);
                return looked instanceof Failed
                        ? verdict(looked, "")
                        : repository.run(listing(), passphrase, out, course.deadline());
            });
        }
        // takes about as long to begin as the login: both at a time
        try (LocalBorg borg = repository.start(export(), passphrase)) {
            try {
                return with(() -> requireBegun(borg), errand -> transfer(errand, borg, moved));
            } finally {
                moved.mute();
            }
        } catch (IOException e) {
            return repository.notStarted(e);
        }
    }

    /** What has to hold before anything is touched on the client. */
    @FunctionalInterface
    private interface Condition {
        void require() throws Stop, UnusableInput, InterruptedException;
    }

    /** What is done when the directory on the client is ready. */
    @FunctionalInterface
    private interface Ready {
        Outcome run(Errand errand) throws Stop, InterruptedException;
    }

    private Outcome with(Condition condition, Ready ready) throws Stop, UnusableInput, InterruptedException {
        Program program = program();
        try (Identities identities =
                        Identities.open(tools.secrets(), course.plan().client());
                Errand errand =
                        course.retrying(() -> Errand.open(course, tools.clients(), identities, program, reply));
                Secret none = Secret.owning(new byte[0])) {
            condition.require();
            shortfall.heard(new Note(course.plan().name(), LOST));
            errand.start(program.fedLine(), none, tools.scheduler());
            Awaited.any(course, reply.answered(), errand.ending());
            if (!reply.isReady()) {
                // one may have ended before what it said is here
                Ending ending = awaitWithoutData(errand);
                if (!reply.isReady()) {
                    return verdict(ended(ending, errand, false), "");
                }
            }
            return ready.run(errand);
        }
    }

    /** Of an archive that nobody has looked for, borg's first byte says that it is there. */
    private void requireBegun(LocalBorg borg) throws Stop, UnusableInput, InterruptedException {
        if (!restore.isByName() || borg.hasBegun(course.deadline())) {
            return;
        }
        if (borg.await(course.deadline()).orElseThrow(course::overdue) instanceof Failed failed) {
            if (failed.cause() == Cause.BORG_FAILED) {
                search.find(); // knows which names are near, if that is what is wrong
            }
            throw new Stop(failed);
        }
    }

    // a shell that leads no process group, such as one of sudo, waits for the end of its input
    private Ending awaitWithoutData(Errand errand) throws Stop, InterruptedException {
        tools.executor().execute(() -> Transfer.finish(errand.feed()));
        return errand.await();
    }

    private Outcome transfer(Errand errand, LocalBorg borg, Moved moved) throws InterruptedException {
        try {
            Transfer.Ends ends = new Transfer(course, borg, errand, moved, tools.executor()).run();
            moved.mute();
            if (ends.tar() == null) {
                errand.stop();
                return verdict(ends.borg(), moved.toString());
            }
            if (ends.borg() instanceof Failed) {
                return verdict(ends.borg(), moved.toString());
            }
            Outcome tar = ended(ends.tar(), errand, ends.borg() != null);
            boolean warned = ends.borg() instanceof CompletedWithWarnings && !(tar instanceof Failed);
            return verdict(warned ? ends.borg() : tar, moved.toString());
        } catch (Stop e) {
            moved.mute();
            errand.stop();
            return verdict(e.outcome(), moved.toString());
        } catch (InterruptedException e) {
            moved.mute();
            errand.stop();
            return verdict(new Failed(Phase.COMMAND, Cause.CANCELLED, "cancelled", ""), moved.toString());
        }
    }

    private Outcome ended(Ending ending, Errand errand, boolean whole) {
        return new TarEnd(
                        course.plan().name(),
                        reply,
                        shortfall,
                        errand.evidence().lastError())
                .of(ending, whole);
    }

    private Outcome verdict(Outcome outcome, String came) {
        return new Verdict(restore, reply, shortfall).of(outcome, came);
    }

    private List<String> export() {
        List<String> words = new ArrayList<>(List.of("export-tar", "--progress"));
        words.addAll(found.words("-"));
        return words;
    }

    private List<String> listing() {
        List<String> words = new ArrayList<>(List.of("list", "--format", "{path}{NL}"));
        words.addAll(found.words());
        return words;
    }

    private Program program() {
        Plan plan = course.plan();
        List<String> tar = new ArrayList<>(List.of("-x", "-p"));
        if (restore.numericIds()) {
            tar.add("--numeric-owner");
        }
        tar.addAll(List.of("-f", "-"));
        List<String> words = new ArrayList<>(List.of("sh", "-c", TargetScript.tar(), "tar"));
        words.addAll(TargetScript.arguments(restore, found.tops(), tar));
        return new Program(
                plan.remote().starters(),
                List.of("LC_ALL=C.UTF-8"),
                words,
                plan.remote().silence());
    }
}
