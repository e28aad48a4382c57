package org.agentbroker.broker.doctor;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.agentbroker.broker.doctor.Report.Entry;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.ClientKey;
import org.agentbroker.broker.plan.Plan;
import org.jspecify.annotations.Nullable;

/** Tells of what the pull has shown that gathers facts and logs in at the server. */
record Pulled(
        Plan plan,
        Findings findings,
        Report report,
        Recorder seen,
        ServerSide server,
        @Nullable AccountLine line) {
    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final int DONE = 0;

    /** @return whether the login and the repository are as they should be */
    boolean tell(Outcome outcome) throws InterruptedException {
        Failed failure = outcome instanceof Failed failed ? failed : null;
        Optional<Entry> shell = report.entry("shell");
        if (shell.isEmpty()) {
            notBegun(failure);
            tellServer();
            return false;
        }
        findings.tell(Link.SHELL, Verdict.ok(shell.get().value()), shell.get().time());
        boolean hasBorg = programs(failure);
        clock();
        tellServer();
        return hasBorg && repository(failure);
    }

    private void notBegun(@Nullable Failed failure) {
        if (failure != null && failure.phase() == Phase.FORWARD) {
            findings.tell(Link.WAY_BACK, Verdict.failed(failure));
        } else if (failure != null && failure.phase() != Phase.COMMAND) {
            findings.tell(failure.phase() == Phase.SECRETS ? Link.CONFIG : Link.SHELL, Verdict.failed(failure));
        } else {
            String said = report.odd().isEmpty() ? seen.said() : report.odd();
            findings.tell(
                    Link.SHELL,
                    Verdict.failed(
                            Cause.REFUSED,
                            plan.name() + " runs no sh for " + plan.client().user()
                                    + (said.isEmpty() ? "" : ": " + said),
                            "is that account's shell in /etc/passwd a shell, and is there no command= before the key in its"
                                    + " authorized_keys?"));
        }
        findings.skip(Link.SHELL, Link.CLOCK);
    }

    private boolean programs(@Nullable Failed failure) {
        report.entry("ssh").ifPresent(ssh -> findings.tell(Link.SSH, ssh(ssh), ssh.time()));
        Optional<Entry> borg = report.entry("borg");
        if (borg.isEmpty()) {
            return false;
        }
        boolean there = borg.get().status() == DONE;
        Verdict verdict = there
                ? Programs.borg(borg.get().text(), "on " + plan.name())
                : failure != null && failure.cause() == Cause.UNUSABLE
                        ? Verdict.failed(failure)
                        : Verdict.failed(
                                Cause.UNUSABLE,
                                "borg --version fails on " + plan.name() + ": "
                                        + borg.get().text(),
                                "install borgbackup there, or set borg: to its path");
        findings.tell(Link.BORG, verdict, borg.get().time());
        return there;
    }

    private Verdict ssh(Entry ssh) {
        if (!plan.way().hasLogin()) {
            return Verdict.skipped("not used: return: socket, " + ssh.text());
        }
        return Programs.ssh(ssh.text(), plan.signing().level());
    }

    private void clock() {
        Optional<Entry> time =
                report.entry("time").filter(entry -> entry.value().matches("[0-9]{1,12}"));
        if (time.isEmpty()) {
            findings.tell(Link.CLOCK, Verdict.skipped("the client does not say what time it is"));
            return;
        }
        long apart = Long.parseLong(time.get().value()) - time.get().at().getEpochSecond();
        String what = "the client's clock is " + Math.abs(apart) + " s " + (apart < 0 ? "behind" : "ahead");
        boolean well = Math.abs(apart) <= SKEW.toSeconds();
        findings.tell(
                Link.CLOCK,
                well
                        ? Verdict.ok(Math.abs(apart) <= 1 ? "as here" : what)
                        : Verdict.warning(
                                what, "set both by NTP: names of archives, certificates and expiry-time go by it"),
                time.get().time());
    }

    /** What is seen without the client. */
    void tellServer() throws InterruptedException {
        findings.tell(Link.SERVER_BORG, server.borg());
        findings.tell(
                Link.SERVER_SSHD,
                plan.way().usesSshd() ? server.sshd() : Verdict.skipped("not used: return: " + way()));
    }

    private String way() {
        return plan.way().name().toLowerCase(Locale.ROOT);
    }

    private boolean repository(@Nullable Failed failure) {
        Optional<Entry> archive = report.entry("archive");
        Cause cause = failure == null ? null : failure.cause();
        boolean wayFailed = cause == Cause.HOST_KEY
                || cause == Cause.REFUSED
                || cause == Cause.UNREACHABLE
                || cause == Cause.DEADLINE;
        boolean signed = !plan.way().hasLogin() || seen.signedAt().isPresent();
        if (failure != null && (wayFailed || !signed)) {
            findings.tell(Link.SERVER_LOGIN, Verdict.failed(failure));
            forced();
            findings.tell(Link.SPACE, server.space());
            return false;
        }
        findings.tell(
                Link.SERVER_LOGIN,
                plan.way().hasLogin()
                        ? Verdict.ok("as " + plan.server().user() + ", signed once")
                        : Verdict.ok("by a socket, without a login"),
                untilSigned());
        forced();
        boolean well = failure == null && archive.isPresent();
        if (!findings.isBroken(Link.SERVER_BORG)) {
            findings.tell(
                    Link.REPOSITORY,
                    well ? Verdict.ok(found(archive.get())) : failure == null ? noWord() : Verdict.failed(failure),
                    archive.map(this::sinceSigned).orElse(Duration.ZERO));
        }
        findings.tell(Link.SPACE, server.space());
        return well;
    }

    private static Verdict noWord() {
        return Verdict.failed(
                Cause.BORG_FAILED,
                "the client does not say what borg did",
                "look at the client: is its borg the real one?");
    }

    private static String found(Entry archive) {
        return archive.text().isEmpty()
                ? "opened, not locked; no archive yet"
                : "opened, not locked; last archive " + archive.text();
    }

    private Duration untilSigned() {
        OptionalLong signed = seen.signedAt();
        return report.entry("borg")
                .filter(borg -> signed.isPresent())
                .map(borg -> Duration.ofNanos(Math.max(0, signed.getAsLong() - borg.nanos())))
                .orElse(Duration.ZERO);
    }

    private Duration sinceSigned(Entry archive) {
        OptionalLong signed = seen.signedAt();
        return signed.isPresent()
                ? Duration.ofNanos(Math.max(0, archive.nanos() - signed.getAsLong()))
                : archive.time();
    }

    private void forced() {
        findings.tell(Link.FORCED_COMMAND, forcedCommand());
    }

    private Verdict forcedCommand() {
        if (!plan.way().usesSshd() || !(plan.key() instanceof ClientKey.KeyFile)) {
            return Verdict.ok(plan.serve()
                    + (plan.way().usesSshd() ? ", said by broker's line or certificate" : ", run by broker"));
        }
        return line == null
                ? Verdict.skipped("not to be seen: " + server.whyNoLine())
                : line.verdict(server.keysFile());
    }
}
