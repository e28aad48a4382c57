package org.agentbroker.broker.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.account.Account;
import org.agentbroker.broker.account.AsAccount;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.BorgCommand.Create;
import org.agentbroker.broker.plan.MountedCreate;
import org.agentbroker.broker.repository.LocalBorg;
import org.agentbroker.broker.repository.Means;
import org.agentbroker.broker.repository.OwnRepository;
import org.agentbroker.broker.session.Course;
import org.agentbroker.broker.session.Identities;
import org.agentbroker.broker.session.SftpLogin;
import org.agentbroker.broker.session.Stop;

/**
 * The client's files, mounted for the server's borg alone, which reads them. Nothing is run on the client but its SFTP
 * server, and nothing is written there.
 */
final class SshfsIntake implements Intake {
    private static final String LOST =
            "SFTP tells nothing of xattrs, ACLs, capabilities, flags, hard links (each is saved"
                    + " as a file of its own), holes in files, device numbers and fractions of a second";

    /** How long a borg that was told to stop may read on. */
    private static final Duration LAST_READS = Duration.ofSeconds(3);

    private final Request request;
    private final Create create;
    private final Course course;
    private final Means means;

    SshfsIntake(Request request, Create create) {
        this.request = request;
        this.create = create;
        this.course = request.course();
        this.means = request.means();
    }

    @Override
    public Outcome carryOut() throws Stop, UnusableInput, InterruptedException {
        MountedCreate mounted = MountedCreate.of(request.name(), create);
        Reads reads = new Reads(course.listener());
        Means watched = new Means(means.executor(), means.scheduler(), means.timing(), reads);
        OwnRepository repository = OwnRepository.of(request.pull(), request.plan(), watched);
        Account reader = repository.account().account();
        Requirements with = Requirements.met(reader);
        tell(new PullEvent.Served(request.name(), LOST));
        try (Secret passphrase = request.passphrase();
                Identities identities = request.identities();
                SftpLogin login = course.retrying(
                        () -> SftpLogin.open(course, request.clients(), identities, means.scheduler()))) {
            course.enter(Phase.COMMAND);
            ClientNames names = login.look(files -> ClientNames.read(files, this::note));
            Selected selected = login.look(files -> Selected.on(request.name(), files, mounted, this::warn));
            try (Mount mount = Mount.open(request.name(), with, reader, names, login, means)) {
                reads.when(mount.over());
                Outcome outcome = read(mount, reads, repository, mounted.words(selected.home()), passphrase);
                return selected.with(outcome);
            }
        }
    }

    private Outcome read(Mount mount, Reads reads, OwnRepository repository, List<String> words, Secret passphrase)
            throws Stop, UnusableInput, InterruptedException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        AsAccount within = repository.account().within(mount.pid(), MountScript.TREE);
        LocalBorg borg = start(repository.with(within), words, passphrase);
        Outcome outcome = null;
        try {
            // without the files borg would go on, and take each for one that cannot be read; what it has read it saves
            mount.over().thenRunAsync(() -> closeUnless(reads.wereOverInTime(), borg), means.executor());
            Outcome borgs = borg.copy(said, course.deadline());
            outcome = new ReadEnd(course, mount, reads).of(borgs, said.toByteArray(), borg.evidence());
            return outcome;
        } finally {
            end(borg, mount);
            boolean failed = outcome == null || outcome instanceof Failed;
            if (failed && !mount.isWhole() && !reads.wereOverInTime()) {
                new HalfArchive(course.plan().name(), repository, passphrase, course.listener())
                        .settle(said.toByteArray(), reads);
            }
        }
    }

    private static void closeUnless(boolean saves, LocalBorg borg) {
        if (!saves) {
            borg.close();
        }
    }

    private LocalBorg start(OwnRepository repository, List<String> words, Secret passphrase) throws Stop {
        try {
            return repository.start(words, passphrase);
        } catch (IOException e) {
            throw new Stop(repository.notStarted(e));
        }
    }

    /** A read that waits for the client ends no sooner than the files are gone, whatever signal borg gets. */
    private void end(LocalBorg borg, Mount mount) {
        ScheduledFuture<?> cut = means.scheduler().schedule(mount::cut, LAST_READS.toMillis(), TimeUnit.MILLISECONDS);
        try {
            borg.close();
        } finally {
            cut.cancel(false);
        }
    }

    private void note(String text) {
        tell(new PullEvent.Note(request.name(), text));
    }

    private void warn(String text) {
        tell(new PullEvent.Warning(request.name(), text));
    }

    private void tell(PullEvent event) {
        course.listener().heard(event);
    }
}
