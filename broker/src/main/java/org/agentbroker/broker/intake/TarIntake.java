package org.agentbroker.broker.intake;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Program;
import org.agentbroker.broker.plan.Reading;
import org.agentbroker.broker.repository.LocalBorg;
import org.agentbroker.broker.repository.OwnRepository;
import org.agentbroker.broker.session.Course;
import org.agentbroker.broker.session.Ending;
import org.agentbroker.broker.session.Errand;
import org.agentbroker.broker.session.Identities;
import org.agentbroker.broker.session.Stop;

/**
 * The client's {@code tar} into the server's {@code borg import-tar}. Borg hears of the end of its input when tar has
 * ended well and all of its output is there; else its input is cut, and no archive is made.
 */
final class TarIntake implements Intake {
    private static final String LOST =
            "tar keeps no xattrs, ACLs, capabilities and flags; with borg on the client they are kept";

    private final Request request;
    private final Reading reading;
    private final Course course;
    private final TarTalk talk;
    private final TarStream stream = new TarStream();

    TarIntake(Request request, Reading reading) {
        this.request = request;
        this.reading = reading;
        this.course = request.course();
        this.talk = new TarTalk(course.listener());
    }

    @Override
    public Outcome carryOut() throws Stop, UnusableInput, InterruptedException {
        OwnRepository repository = request.repository();
        course.listener().heard(new PullEvent.Served(request.name(), LOST));
        Program program = program();
        try (Secret passphrase = request.passphrase();
                Identities identities = request.identities();
                Errand tar = course.retrying(() -> open(identities, program));
                LocalBorg borg = start(repository, passphrase)) {
            stream.to(borg.feed());
            ImportAnswer answer = ImportAnswer.read(borg.out(), request.means().executor());
            begin(tar, program);
            borg.whenEnded(tar::close); // nobody takes what it would still send
            Ending ending = tar.awaitWhole();
            return ended(borg, answer, ending);
        }
    }

    private Program program() {
        return new Program(
                request.plan().remote().starters(),
                // what an administrator put into TAR_OPTIONS is not for us; messages in English are understood
                List.of("LC_ALL=C.UTF-8", "TAR_OPTIONS="),
                reading.there(),
                request.plan().remote().silence());
    }

    private Errand open(Identities identities, Program program) throws Stop, InterruptedException {
        return Errand.open(course, request.clients(), identities, program, stream, talk);
    }

    private LocalBorg start(OwnRepository repository, Secret passphrase) throws Stop {
        try (passphrase) { // it has it now
            return repository.startFed(reading.here(), passphrase);
        } catch (IOException e) {
            throw new Stop(repository.notStarted(e));
        }
    }

    private void begin(Errand tar, Program program) throws Stop, InterruptedException {
        try (Secret none = Secret.owning(new byte[0])) {
            tar.start(program.firstLine(), none, request.means().scheduler());
        }
    }

    private Outcome ended(LocalBorg borg, ImportAnswer answer, Ending ending) throws Stop, InterruptedException {
        Optional<Failed> failure = new TarEnd(request.name(), talk, stream).failure(ending);
        if (stream.isRefused() || !borg.isAlive()) {
            return borgFirst(borg, answer, failure);
        }
        if (failure.isPresent()) {
            return failure.get();
        }
        try {
            stream.finish();
        } catch (IOException e) {
            return borgFirst(borg, answer, failure);
        }
        // a status of 1 with nothing said is a warning all the same
        int warnings = ending.equals(new Ending.Exited(0)) ? talk.warnings() : Math.max(1, talk.warnings());
        return answer.outcome(await(borg), warnings);
    }

    /** It ended before its input did, and says why. */
    private Outcome borgFirst(LocalBorg borg, ImportAnswer answer, Optional<Failed> failure)
            throws Stop, InterruptedException {
        Outcome outcome = answer.outcome(await(borg), talk.warnings());
        if (outcome instanceof Failed) {
            return outcome;
        }
        // nobody but whoever kills processes at the server can bring that about
        return failure.orElseGet(() -> new Failed(
                Phase.COMMAND,
                Cause.BORG_FAILED,
                "borg at the server did not read all of it, and yet made the archive",
                "remove that archive; it is not whole"));
    }

    private Outcome await(LocalBorg borg) throws Stop, InterruptedException {
        return borg.await(course.deadline()).orElseThrow(course::overdue);
    }
}
