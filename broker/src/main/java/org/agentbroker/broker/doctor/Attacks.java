package org.agentbroker.broker.doctor;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.agentbroker.agent.AgentEvent;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.broker.doctor.Report.Entry;

/**
 * Whether what was tried was refused: by the agent's own decisions where it took part, else by what the client says. What
 * was not tried proves nothing, and is a warning.
 */
final class Attacks {
    private static final String REPORT = "look into SECURITY.md, and please report it with the output of -v";
    private static final int NO_SUCH_COMMAND = 127;
    private static final int SSH_FAILED = 255;
    private static final int TIMED_OUT = 124;

    private Attacks() {}

    static Verdict otherUser(Report report, Recorder seen, String server, String other) {
        Optional<Entry> tried = report.entry("other-user");
        if (seen.hasSignedForAnotherThan(server)) {
            return Verdict.notRefused("the agent signed a login for another user than " + server, REPORT);
        }
        if (tried.isEmpty()) {
            return notPlayed();
        }
        if (tried.get().status() == 0) {
            return Verdict.notRefused(
                    "the client could log in as " + other + " at the server", "look at that account's authorized_keys");
        }
        if (seen.refusal(Reason.OTHER_USER).isPresent()) {
            return Verdict.ok("the agent signs nothing for " + other);
        }
        return tried.get().text().contains("Permission denied")
                ? Verdict.ok("no login as " + other + ": the server did not let it come to a signature")
                : notPlayed();
    }

    static Verdict changeAgent(Report report, Recorder seen) {
        List<AgentEvent> asked = Stream.concat(seen.about("add").stream(), seen.about("remove").stream())
                .toList();
        if (asked.stream().anyMatch(AgentEvent::allowed)) {
            return Verdict.notRefused("the client changed what the agent holds", REPORT);
        }
        if (!asked.isEmpty()) {
            return Verdict.ok("no key could be added or removed");
        }
        return report.entry("add")
                        .filter(entry -> entry.status() == NO_SUCH_COMMAND)
                        .isPresent()
                ? Verdict.skipped("the client has no ssh-add to try it with")
                : notPlayed();
    }

    static Verdict secondLogin(Report report, Recorder seen) {
        Optional<Entry> tried = report.entry("second");
        if (seen.signed() > 1) {
            return Verdict.notRefused("the agent signed " + seen.signed() + " logins instead of one", REPORT);
        }
        if (tried.isEmpty()) {
            return notPlayed();
        }
        if (tried.get().status() == 0) {
            return Verdict.notRefused(
                    "a second login came about without the agent",
                    "how? " + tried.get().text());
        }
        return seen.refusal(Reason.EXHAUSTED).isPresent()
                ? Verdict.ok("one login was signed, no second one")
                : notPlayed();
    }

    /** @param seen of the pull whose agent it was */
    static Verdict afterwards(Report report, Recorder seen) {
        if (seen.afterEnd() > 0) {
            return Verdict.notRefused("the agent was asked after the end of its pull, and was there", REPORT);
        }
        Optional<Entry> socket = report.entry("left-socket");
        Optional<Entry> process = report.entry("left-process");
        if (socket.isEmpty() || process.isEmpty()) {
            return notPlayed();
        }
        if (socket.get().status() == 0 || process.get().status() == 0) {
            return Verdict.notRefused("an agent still answers where that of the ended pull was", REPORT);
        }
        if (socket.get().status() == NO_SUCH_COMMAND) {
            return Verdict.skipped("the client has no ssh-add to try it with");
        }
        return process.get().text().equals("alive")
                ? Verdict.ok("a process that outlived the session found no agent")
                : Verdict.ok("no agent is left; no process outlived the session");
    }

    static Verdict otherCommand(Report report, Recorder seen, boolean embedded) {
        return boundless(
                report.entry("command"),
                seen,
                "the server ran another command than borg serve",
                embedded ? "broker runs borg serve, whatever is asked for" : "id did not run",
                "give the key's line in authorized_keys a forced command: restrict,command=\"borg serve …\"");
    }

    static Verdict otherHost(Report report, Recorder seen) {
        return boundless(
                report.entry("forward"),
                seen,
                "the client reached another host through the server",
                "the server makes no connections for the client",
                "put restrict, before the key's line in authorized_keys");
    }

    private static Verdict boundless(
            Optional<Entry> tried, Recorder seen, String succeeded, String refused, String hint) {
        if (tried.isEmpty()) {
            return notPlayed();
        }
        String text = tried.get().text();
        if (text.startsWith("yes")) {
            return Verdict.notRefused(succeeded, hint);
        }
        int status = tried.get().status();
        boolean noLogin = status < 0
                || status == TIMED_OUT
                || status == NO_SUCH_COMMAND
                || status == SSH_FAILED && (seen.signed() == 0 || text.contains("Connection timed out"));
        return noLogin ? notPlayed() : Verdict.ok(refused);
    }

    static Verdict otherRepository(Report report) {
        Optional<Entry> beside = report.entry("beside");
        if (beside.isEmpty()) {
            return notPlayed();
        }
        if (answer(beside).equals("refused")) {
            return Verdict.ok("the repository is the only one that can be reached");
        }
        Optional<Entry> outside = report.entry("outside");
        if (answer(outside).equals("reached")) {
            return Verdict.notRefused(
                    "the client may reach any repository of the account",
                    "add --restrict-to-repository PATH to borg serve in authorized_keys");
        }
        return answer(beside).equals("reached") && answer(outside).equals("refused")
                ? Verdict.warning(
                        "the client may reach other repositories beside its own",
                        "use --restrict-to-repository PATH in authorized_keys if they are not all its own")
                : Verdict.warning("it is not clear: " + beside.get().text(), "run it again with -v");
    }

    private static String answer(Optional<Entry> entry) {
        return entry.map(each -> each.text().split(" ", 2)[0]).orElse("");
    }

    /** @param kept whether what was saved is still at the server; empty when that could not be seen */
    static Verdict delete(Report report, Optional<Boolean> kept) {
        for (String step : List.of("init", "create", "delete")) {
            Optional<Entry> entry = report.entry(step);
            if (entry.isEmpty() || entry.get().status() > 1 || entry.get().status() < 0) {
                return Verdict.warning(
                        "could not be played: borg " + step + " on a scratch repository: "
                                + entry.map(Entry::text).orElse("no answer"),
                        "may the server's account make a directory beside the repository?");
            }
        }
        if (kept.isEmpty()) {
            return Verdict.warning("the scratch repository could not be looked into", "run it again");
        }
        if (!isCompacted(report)) {
            return Verdict.warning(
                    "could not be played: borg compact on a scratch repository: "
                            + report.entry("compact").map(Entry::text).orElse("no answer"),
                    "run it again with -v");
        }
        return kept.get()
                ? Verdict.ok("an archive was deleted and compacted, and its data are still there")
                : Verdict.notRefused("the client deleted an archive for good", REPORT);
    }

    /** Deleting alone frees nothing from borg 1.2 on; borg 1.1 has no command for the rest of it. */
    private static boolean isCompacted(Report report) {
        return report.entry("compact")
                .filter(entry -> entry.status() == 0
                        || entry.status() == 1
                        || entry.status() == 2 && entry.text().contains("invalid choice"))
                .isPresent();
    }

    private static Verdict notPlayed() {
        return Verdict.warning("could not be played: the client did not do it, or does not say so", "look at -v");
    }
}
