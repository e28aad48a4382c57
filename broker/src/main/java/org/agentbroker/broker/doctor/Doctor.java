package org.agentbroker.broker.doctor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.plan.BorgCommand;
import org.agentbroker.broker.plan.ClientKey;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Return;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.broker.secret.SecretReader;
import org.agentbroker.broker.secret.SecretSource;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one client: a visit that runs nothing, then a pull that gathers facts and makes the one login, and, to play the
 * attacker, two more: one into the real repository, which it only reads, one into a scratch repository.
 */
public final class Doctor {
    /** Of each pull, the longest of whose steps is bounded at the client where that is possible. */
    private static final Duration DEADLINE = Duration.ofSeconds(90);

    private static final Duration LOCK_WAIT = Duration.ofSeconds(5);
    private static final Duration SHORT_LIFE = Duration.ofMinutes(2);

    private final Pull pull;
    private final boolean attacks;
    private final SecretReader secrets;
    private final PullListener listener;
    private final InstantSource clock;
    private final Carrier carrier;
    private final Findings findings;

    /**
     * @param attacks whether to play the attacker, too
     * @param secrets reads keys; asks nobody twice
     * @param listener hears what the pulls tell
     */
    public Doctor(
            Pull pull,
            boolean attacks,
            SecretReader secrets,
            PullListener listener,
            InstantSource clock,
            Carrier carrier,
            Consumer<Finding> findings) {
        this.pull = pull;
        this.attacks = attacks;
        this.secrets = secrets;
        this.listener = listener;
        this.clock = clock;
        this.carrier = carrier;
        this.findings = new Findings(pull.name(), findings);
    }

    /** @throws InterruptedException when it was interrupted; what it had made is undone then, too */
    public void examine() throws InterruptedException {
        Plan plan;
        try {
            plan = Plan.of(examined(pull.command(), pull.repository(), pull.passphrase(), 1), Timing.DEFAULT);
        } catch (UnusableInput e) {
            findings.tell(Link.CONFIG, Verdict.failed(Cause.UNUSABLE, e.what(), e.hint()));
            skipRest();
            return;
        }
        if (!plan.method().runsBorgThere()) {
            new Borgless(plan, findings, carrier, ServerSide.of(plan)).tell(attacks);
            return;
        }
        Scripts scripts = new Scripts(plan);
        boolean mayPull = new Way(plan, findings).tell(carrier.visit(plan));
        Report report = new Report(clock);
        Recorder seen = new Recorder(listener);
        ServerSide server = ServerSide.of(plan);
        AccountLine line = plan.way().usesSshd() ? server.line(secrets) : null;
        boolean usable = false;
        if (mayPull) {
            Outcome outcome =
                    carryOut(scripts.diagnosis(attacks), pull.repository(), pull.passphrase(), 1, report, seen);
            usable = new Pulled(plan, findings, report, seen, server, line).tell(outcome);
        } else {
            findings.skip(Link.SHELL, Link.CLOCK);
            new Pulled(plan, findings, report, seen, server, line).tellServer();
        }
        if (attacks && usable) {
            attack(plan, scripts, report, seen, server, line);
        }
        skipRest();
    }

    private void skipRest() {
        findings.skip(Link.CONFIG, Link.SPACE);
        if (attacks) {
            findings.skip(Link.OTHER_USER, Link.DELETE);
        }
    }

    private void attack(
            Plan plan, Scripts scripts, Report report, Recorder seen, ServerSide server, @Nullable AccountLine line)
            throws InterruptedException {
        String user = plan.server().user();
        boolean logsIn = plan.way().hasLogin();
        Verdict unused = Verdict.skipped("not used: return: socket has no login and no agent");
        findings.tell(
                Link.OTHER_USER,
                logsIn ? Attacks.otherUser(report, seen, user, scripts.otherUser()) : unused,
                report.time("other-user"));
        findings.tell(
                Link.CHANGE_AGENT, logsIn ? Attacks.changeAgent(report, seen) : unused, report.time("add", "remove"));
        findings.tell(Link.SECOND_LOGIN, logsIn ? Attacks.secondLogin(report, seen) : unused, report.time("second"));
        Report bounds = new Report(clock);
        Recorder logins = new Recorder(listener);
        carryOut(
                scripts.bounds(Left.of(report)),
                pull.repository(),
                pull.passphrase(),
                scripts.boundsLogins(),
                bounds,
                logins);
        boolean embedded = plan.way() == Return.EMBEDDED;
        findings.tell(
                Link.AGENT_AFTERWARDS, logsIn ? Attacks.afterwards(bounds, seen) : unused, bounds.time("left-process"));
        findings.tell(
                Link.OTHER_COMMAND,
                logsIn
                        ? Attacks.otherCommand(bounds, logins, embedded)
                        : Verdict.ok("broker runs borg serve, and asks for no command"),
                bounds.time("command"));
        findings.tell(Link.OTHER_HOST, logsIn ? Attacks.otherHost(bounds, logins) : unused, bounds.time("forward"));
        findings.tell(Link.OTHER_REPOSITORY, Attacks.otherRepository(bounds), bounds.time("outside", "beside"));
        findings.tell(Link.DELETE, delete(plan, scripts, server, line));
    }

    private Verdict delete(Plan plan, Scripts scripts, ServerSide server, @Nullable AccountLine line)
            throws InterruptedException {
        if (!pull.appendOnly()) {
            return Verdict.warning(
                    "append-only: false: the client may delete what was saved", "leave it out if that is not meant");
        }
        if (plan.way().usesSshd() && plan.key() instanceof ClientKey.KeyFile) {
            return line == null
                    ? Verdict.skipped("the line of the key is not to be seen: " + server.whyNoLine())
                    : line.appendOnly(server.keysFile());
        }
        if (server.account() == null) {
            return Verdict.skipped(server.why());
        }
        String repository = plan.serve().repository() + ScratchRepository.SUFFIX;
        Report report = new Report(clock);
        try (ScratchRepository scratch =
                ScratchRepository.open(server.account(), server.path(server.account(), repository))) {
            carryOut(
                    scripts.delete(scratch.mark()),
                    repository,
                    new SecretSource.None(),
                    Scripts.DELETE_LOGINS,
                    report,
                    new Recorder(listener));
            return Attacks.delete(report, scratch.holdsMark());
        }
    }

    private Outcome carryOut(
            BorgCommand command, String repository, SecretSource passphrase, int logins, Report report, Recorder seen)
            throws InterruptedException {
        Outcome outcome = carrier.carryOut(examined(command, repository, passphrase, logins), report, seen);
        seen.end();
        if (outcome instanceof Failed failed && failed.cause() == Cause.CANCELLED) {
            throw new InterruptedException("cancelled");
        }
        return outcome instanceof Failed failed ? explained(failed) : outcome;
    }

    /** What a limit of ours means that no other pull has. */
    private Outcome explained(Failed failed) {
        return switch (failed.cause()) {
            case OUTPUT_CLOSED ->
                new Failed(
                        failed.phase(),
                        Cause.BORG_FAILED,
                        pull.name() + " sent more output than was asked for",
                        "look at the client: are its sh and borg the real ones?");
            case DEADLINE ->
                new Failed(
                        failed.phase(),
                        Cause.DEADLINE,
                        pull.name() + " took longer than " + DEADLINE.toSeconds() + " s",
                        "something hangs there: broker run " + pull.name() + " -v -- list --last 1");
            default -> failed;
        };
    }

    private Pull examined(BorgCommand command, String repository, SecretSource passphrase, int logins) {
        Pull.Signing signing = pull.signing();
        Duration lifetime = signing.lifetime().compareTo(SHORT_LIFE) < 0 ? signing.lifetime() : SHORT_LIFE;
        return new Pull(
                pull.name(),
                pull.client(),
                pull.server(),
                pull.method(),
                pull.way(),
                pull.key(),
                repository,
                pull.appendOnly(),
                passphrase,
                pull.borg(),
                command,
                new Pull.Signing(signing.level(), logins, lifetime),
                LOCK_WAIT,
                DEADLINE,
                Pull.Retry.ONCE,
                pull.soft());
    }
}
