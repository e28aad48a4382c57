package org.agentbroker.broker.doctor;

import java.util.ArrayList;
import java.util.List;
import org.agentbroker.broker.plan.BorgCommand.Script;
import org.agentbroker.broker.plan.Plan;

/**
 * What runs on the client in borg's place: POSIX sh on one line, with borg's word as {@code $0}, and BORG_RSH, BORG_REPO
 * and SSH_AUTH_SOCK as a pull has them. Each step but borg's own is ended after seconds where there is a timeout; whatever
 * is left is ended by the deadline of the pull.
 */
final class Scripts {
    /** The user that is tried where it must not be possible; the other one for a server whose user that is. */
    private static final String ROOT = "root";

    // others of the client see this text and our pid in ps: what they have made beforehand is not ours to write into
    private static final String MAKE_ROOM =
            "d=$(mktemp -d \"${TMPDIR:-/tmp}/broker-doctor-XXXXXXXX\" 2>/dev/null) || { d=${TMPDIR:-/tmp}/broker-doctor-$$;"
                    + " mkdir -m 700 \"$d\" || d=; }";

    private static final List<String> COMMON = List.of(
            "b=$0",
            "umask 077",
            "if timeout 9 true 2>/dev/null; then t() { timeout \"$@\"; }; else t() { shift; \"$@\"; }; fi",
            "p() { printf '%s\\n' \"doctor $*\"; }",
            "f() { printf '%s\\n' \"$1\" | head -n 1 | cut -c 1-200; }",
            "l() { printf '%s\\n' \"$1\" | tail -n 1 | cut -c 1-200; }",
            "d=",
            // the end of a pull that is cancelled
            "trap '[ -z \"$d\" ] || rm -rf \"$d\"; exit 143' TERM");

    // the words of ReturnSsh before ssh's own are a shell that waits a second after a failure
    private static final String SSH_OPTIONS = "eval \"set -- $BORG_RSH\"; shift 4";

    private static final List<String> FACTS = List.of(
            "p shell \"$(uname -sr 2>/dev/null)\"",
            "p time \"$(date +%s)\"",
            "o=$(t 10 ssh -V 2>&1 </dev/null); p ssh \"$? $(f \"$o\")\"",
            "o=$(t 20 \"$b\" --version 2>&1 </dev/null); r=$?; p borg \"$r $(f \"$o\")\"",
            "case $r in 126|127) printf '%s\\n' \"$o\" >&2; exit $r;; esac");

    private static final List<String> BEFORE_LOGIN = List.of(
            SSH_OPTIONS,
            "o=$(t 10 ssh \"$@\" OTHER true 2>&1 </dev/null); p other-user \"$? $(l \"$o\")\"",
            MAKE_ROOM,
            "[ -z \"$d\" ] || ssh-keygen -q -t ed25519 -N '' -f \"$d/k\" </dev/null >/dev/null 2>&1",
            "o=$(t 10 ssh-add \"${d:-/dev/null}/k\" 2>&1 </dev/null); p add \"$? $(l \"$o\")\"",
            "o=$(t 10 ssh-add -d \"${d:-/dev/null}/k.pub\" 2>&1 </dev/null); p remove \"$? $(l \"$o\")\"");

    private static final List<String> REPOSITORY = List.of(
            "o=$(\"$b\" --log-json --lock-wait 2 list --short --last 1); r=$?",
            "p archive \"$r $(l \"$o\")\"",
            "case $r in 0) ;; *) [ -z \"$d\" ] || rm -rf \"$d\"; exit $r;; esac");

    // the process ends by itself; it must not hold our output, or sshd would keep the session, and it must have left
    // our
    // process group before that is ended
    private static final List<String> AFTER_LOGIN = List.of(
            "o=$(t 10 ssh \"$@\" SERVER true 2>&1 </dev/null); p second \"$? $(l \"$o\")\"",
            "[ -n \"$d\" ] || exit 0",
            "setsid sh -c 'n=0; while [ -d \"$0\" ] && [ $n -lt 100 ]; do n=$((n+1)); ssh-add -l >/dev/null 2>&1; echo $? >\"$0/n\";"
                    + " mv -f \"$0/n\" \"$0/r\"; sleep .2 || sleep 1; done; rm -rf \"$0\"' \"$d\""
                    + " </dev/null >/dev/null 2>&1 3<&- & p left \"$! $SSH_AUTH_SOCK $d\"",
            "n=0; until [ -e \"$d/r\" ] || [ $n = 20 ]; do n=$((n+1)); sleep .1 || n=20; done");

    private static final List<String> AFTERWARDS = List.of(
            "if [ $# = 3 ]; then o=$(t 10 env SSH_AUTH_SOCK=\"$2\" ssh-add -l 2>&1 </dev/null); p left-socket \"$? $(l \"$o\")\"",
            "rm -f \"$3/r\"; n=0; until [ -e \"$3/r\" ] || [ $n = 30 ]; do n=$((n+1)); sleep .1 || n=30; done",
            "a=gone; kill -0 \"$1\" 2>/dev/null && a=alive; p left-process \"$(cat \"$3/r\" 2>/dev/null || echo -) $a\"",
            "kill \"$1\" 2>/dev/null; n=0; while kill -0 \"$1\" 2>/dev/null && [ $n -lt 20 ]; do n=$((n+1)); sleep .1; done",
            "rm -rf \"$3\"; fi");

    private static final List<String> LOGINS = List.of(
            SSH_OPTIONS,
            "o=$(t 10 ssh \"$@\" SERVER id 2>&1 </dev/null); r=$?; x=no; case $o in *uid=*gid=*) x=yes;; esac;"
                    + " p command \"$r $x $(l \"$o\")\"",
            "o=$(t 10 ssh \"$@\" -W 127.0.0.1:PORT SERVER 2>&1 </dev/null); r=$?; x=no; case $o in *SSH-2.0-*) x=yes;; esac;"
                    + " p forward \"$r $x $(l \"$o\")\"");

    private static final List<String> OTHER_REPOSITORIES = List.of(
            "q() { o=$(t 20 env BORG_REPO=\"$2\" \"$b\" --log-json --lock-wait 1 list 2>&1 </dev/null); r=$?; x=other;"
                    + " case $o in *PathNotAllowed*|*'path not allowed'*) x=refused;;"
                    + " *DoesNotExist*|*'does not exist'*) x=reached;; esac; p \"$1\" \"$r $x $(l \"$o\")\"; }",
            "q beside \"${BORG_REPO}.broker-doctor-absent\"",
            // who may not reach the neighbour may not reach anything else
            "[ $x = refused ] || q outside ssh://SERVER/broker-doctor-absent");

    // nothing of it may stay in the client's borg directories
    private static final List<String> DELETE = List.of(
            MAKE_ROOM,
            "[ -n \"$d\" ] || exit 73",
            "export BORG_BASE_DIR=\"$d\"",
            "trap 'rm -rf \"$d\"' EXIT",
            "o=$(t 20 \"$b\" init -e none 2>&1 </dev/null); r=$?; p init \"$r $(l \"$o\")\"; [ $r -le 1 ] || exit 0",
            "o=$(printf '%s\\n' \"$1\" | t 20 \"$b\" create -C none ::probe - 2>&1); p create \"$? $(l \"$o\")\"",
            "o=$(t 20 \"$b\" delete ::probe 2>&1 </dev/null); p delete \"$? $(l \"$o\")\"",
            // borg 1.1 has no compact: its delete does both
            "o=$(t 20 \"$b\" compact 2>&1 </dev/null); p compact \"$? $(l \"$o\")\"");

    private final String server;
    private final String other;
    private final String port;
    private final boolean logsIn;

    Scripts(Plan plan) {
        String user = plan.server().user();
        String host = plan.server().host();
        server = user + "@" + host;
        other = (user.equals(ROOT) ? "nobody" : ROOT) + "@" + host;
        port = Integer.toString(plan.server().port());
        logsIn = plan.way().hasLogin();
    }

    /** Whom the attacker tries to be. */
    String otherUser() {
        return other.substring(0, other.indexOf('@'));
    }

    /** Facts, the login of a pull, and what is tried around it. */
    Script diagnosis(boolean attacks) {
        List<String> lines = new ArrayList<>(FACTS);
        boolean plays = attacks && logsIn;
        if (plays) {
            lines.addAll(BEFORE_LOGIN);
        }
        lines.addAll(REPOSITORY);
        if (plays) {
            lines.addAll(AFTER_LOGIN);
        }
        lines.add("exit 0");
        return script(lines, List.of());
    }

    /** How many logins {@link #bounds} takes. */
    int boundsLogins() {
        return logsIn ? 4 : 2;
    }

    /** What the login may do; and what is left of the one before. */
    Script bounds(List<String> left) {
        List<String> lines = new ArrayList<>(AFTERWARDS);
        if (logsIn) {
            lines.addAll(LOGINS);
        }
        lines.addAll(OTHER_REPOSITORIES);
        lines.add("exit 0");
        return script(lines, left);
    }

    static final int DELETE_LOGINS = 4;

    /** Saves the mark into a new repository, and deletes it again. */
    Script delete(String mark) {
        List<String> lines = new ArrayList<>(DELETE);
        lines.add("exit 0");
        return script(lines, List.of(mark));
    }

    private Script script(List<String> lines, List<String> arguments) {
        List<String> all = new ArrayList<>(COMMON);
        all.addAll(lines);
        String text = String.join("; ", all)
                .replace("SERVER", server)
                .replace("OTHER", other)
                .replace("PORT", port);
        return new Script(text, arguments);
    }
}
