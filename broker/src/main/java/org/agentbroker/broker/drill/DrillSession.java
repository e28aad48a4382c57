package org.agentbroker.broker.drill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.drill.DrillReport.Kind;
import org.agentbroker.broker.drill.Room.Found;
import org.agentbroker.broker.drill.Sampling.Against;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.lock.OwnDirectory;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Completed;
import org.agentbroker.broker.outcome.Outcome.CompletedWithWarnings;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.outcome.Problem;
import org.agentbroker.broker.plan.Deadline;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.repository.Means;
import org.agentbroker.broker.repository.OwnRepository;
import org.agentbroker.broker.secret.SecretReader;
import org.agentbroker.broker.session.Course;
import org.agentbroker.broker.session.HopClient;
import org.agentbroker.broker.session.Identities;
import org.agentbroker.broker.session.Stop;
import org.jspecify.annotations.Nullable;

/** One drill, on one thread; interrupting that cancels it. The repository's lock is held meanwhile. */
public final class DrillSession {
    /** Of a file beside its content. */
    private static final long BLOCK = 4096;

    private final Pull pull;
    private final Plan plan;
    private final Course course;
    private final HopClient clients;
    private final Means means;
    private final SecretReader secrets;
    private final Sampling sampling;
    private final Consumer<DrillReport> reports;

    /**
     * The deadline counts from now.
     *
     * @param reports hears what was found, if it comes to that
     */
    public DrillSession(
            Pull pull,
            Plan plan,
            HopClient clients,
            Means means,
            SecretReader secrets,
            PullListener listener,
            Sampling sampling,
            Consumer<DrillReport> reports) {
        this.pull = pull;
        this.plan = plan;
        this.course = new Course(plan, listener);
        this.clients = clients;
        this.means = means;
        this.secrets = secrets;
        this.sampling = sampling;
        this.reports = reports;
    }

    /** The outcome: with cause {@code BORG_FAILED} when the archive does not hold what it should. */
    public Outcome run() {
        return course.run(this::carryOut);
    }

    private Outcome carryOut() throws Stop, UnusableInput, InterruptedException {
        OwnRepository repository = OwnRepository.of(pull, plan, means);
        try (Secret passphrase = secrets.read(plan.passphrase(), "passphrase of " + plan.name());
                Identities identities =
                        sampling.against() == Against.CLIENT ? Identities.open(secrets, plan.client()) : null) {
            course.enter(Phase.COMMAND);
            DrillBorg borg = new DrillBorg(repository, passphrase, course.deadline());
            String named = sampling.archive();
            String archive = named == null ? borg.latest(plan.name()) : named;
            Sample sample = new Sample(sampling);
            borg.list(archive, sample);
            return drill(borg, archive, sample, identities);
        }
    }

    private Outcome drill(DrillBorg borg, String archive, Sample sample, @Nullable Identities identities)
            throws Stop, UnusableInput, InterruptedException {
        OwnRepository repository = borg.repository();
        Deadline deadline = course.deadline();
        Path named = sampling.directory();
        Path base = named == null ? repository.account().account().home() : named;
        String name = ".broker-drill-"
                + OwnDirectory.digest(repository.path().toString()).substring(0, 16);
        AccountProgram program = new AccountProgram(repository.account(), means.executor());
        long bytes = sample.bytes() + BLOCK * sample.picked().size();
        try (Room room = Room.make(program, base, name, bytes, deadline)) {
            Outcome restored = borg.restore(archive, sample, room.path());
            Map<String, Found> found = room.found(sample.extent().listing(), deadline);
            Comparison comparison = new Comparison();
            if (identities == null) {
                withArchive(borg, archive, sample, found, comparison);
            } else {
                withClient(sample.picked(), found, comparison, identities);
            }
            room.requireRoomFor(comparison.shortBytes());
            DrillReport report = comparison.report(plan.name(), archive, sampling, sample);
            reports.accept(report);
            return outcome(report, restored);
        } catch (IOException e) {
            throw new UnusableInput(
                    "what was restored cannot be read: " + e.getMessage(), "are find and sha256sum of GNU there?");
        }
    }

    private void withArchive(
            DrillBorg borg, String archive, Sample sample, Map<String, Found> found, Comparison comparison)
            throws Stop, InterruptedException {
        Map<String, String> contents = borg.contents(archive, sample);
        for (Listed each : sample.picked()) {
            comparison.withArchive(each, found.get(each.path()), contents.get(each.path()));
        }
    }

    private void withClient(List<Listed> picked, Map<String, Found> found, Comparison comparison, Identities identities)
            throws Stop, InterruptedException {
        List<Listed> there = picked.stream()
                .filter(each -> each.isRegular() && found.containsKey(each.path()))
                .toList();
        picked.stream().filter(each -> !found.containsKey(each.path())).forEach(comparison::missing);
        List<String> names =
                there.stream().map(each -> found.get(each.path()).name()).toList();
        List<String> lines = OnClient.ask(pull, course, clients, identities, means.scheduler(), names);
        for (int i = 0; i < lines.size(); i++) {
            Listed listed = there.get(i);
            String content = found.get(listed.path()).content();
            String line = lines.get(i);
            String unchanged = listed.size() + " " + listed.seconds() + " ";
            if (line.equals(unchanged + content)) {
                comparison.same();
            } else if (line.startsWith(unchanged)) {
                comparison.add(Kind.DIFFERENT, listed, "content");
            } else if (line.equals("unreadable")) {
                comparison.add(Kind.UNREADABLE, listed, "");
            } else {
                comparison.add(Kind.CHANGED, listed, line.equals("gone") ? "gone" : "");
            }
        }
    }

    private Outcome outcome(DrillReport report, Outcome restored) {
        if (report.isDamaged()) {
            String borgs =
                    restored instanceof Failed failed ? "; " + failed.problem().what() : "";
            return new Failed(
                    Phase.COMMAND,
                    Cause.BORG_FAILED,
                    new Problem(
                            report.different() + " different and " + report.missing() + " missing of "
                                    + report.sampled() + " files of " + report.archive() + borgs,
                            hint(report)),
                    OptionalInt.empty());
        }
        if (restored instanceof Failed) {
            return restored; // over what no file of the sample needs
        }
        if (report.sampled() == 0) {
            return new Failed(
                    Phase.COMMAND,
                    Cause.BORG_FAILED,
                    "there is no file in " + report.archive() + " that could be compared",
                    "see what is: broker list " + plan.name() + " latest");
        }
        return report.notSame() == 0 ? new Completed(null) : new CompletedWithWarnings(1, (int) report.notSame(), null);
    }

    private String hint(DrillReport report) {
        return report.sampling().against() == Against.CLIENT && report.missing() == 0
                ? "is the archive sound? broker verify " + plan.name() + " --seed "
                        + report.sampling().seed() + "; if it is, the client changed a file and its time, or lies"
                : "look what is damaged: broker check " + plan.name();
    }
}
