package org.agentbroker.broker.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What runs on the client. The login shell sees a constant; that reads one line, which sets borg's command line and
 * carries this script; the script reads the passphrase from the next line and keeps the rest as its lifeline.
 */
final class RemoteScript {
    static final String READ_AND_RUN = "IFS= read -r s && eval \"$s\"";

    private static final String CONSTANT = "sh -c '" + READ_AND_RUN + "'";

    /** Reads it, and unsets what would win over it. */
    static final String TAKE = "IFS= read -r p || exit 78;"
            + " unset BORG_PASSPHRASE BORG_PASSCOMMAND BORG_NEW_PASSPHRASE; export BORG_PASSPHRASE_FD=3";

    /** Writes it, in no argument: a ksh whose printf is a program has print. */
    static final String TELL = "case $(command -v printf) in /*) print -r -- \"$p\";; *) printf '%s\\n' \"$p\";; esac";

    /*
     * In the order of the lines:
     * - the passphrase goes to borg through a pipe on descriptor 3, so it is in no argv, environment or file; the
     *   redirection stands on the exec because ksh closes descriptors that a plain exec opened;
     * - borg runs in the background, where sh shields it from INT but borg installs its own handler, so that the
     *   watcher's INT makes it save a checkpoint while its ssh lives on;
     * - the watcher has our output closed, or sshd would keep the session; it reads heartbeats, and at their end or
     *   silence asks borg to end: INT, 5 s later TERM, 20 s later KILL; after INT borg saves a checkpoint and goes on
     *   to the end of the file that it is at, which may be hours, after TERM it only gives its lock back;
     * - timeout is tried before it is used: that of old busybox has other arguments, and would end borg at once;
     * - wait is repeated because a trapped signal interrupts it;
     * - borg's ssh outlives a borg that was killed, when it waits for an answer to its login or cannot write: sshd made us
     *   the leader of a process group, and who is left in that ends with us.
     */
    private static final List<String> LINES = List.of(
            TAKE,
            "exec 4<&0 </dev/null",
            TELL + " | { p=; exec \"$@\" 3<&0 4<&- </dev/null; } & b=$!",
            "p=",
            "{ if timeout 9 true; then while timeout SILENCE sh -c 'IFS= read -r x'; do :; done;"
                    + " else while IFS= read -r x; do :; done; fi;"
                    + " n=0 s=FIRST; while kill -$s $b; do sleep 1; n=$((n+1));"
                    + " case $n in 5) s=TERM;; 25) s=KILL;; *) s=0;; esac; done; } <&4 >/dev/null 2>&1 & w=$!",
            "exec 4<&-",
            "trap 'kill -FIRST $b' HUP INT TERM",
            "while wait $b; r=$?; [ $r -gt 128 ] && kill -0 $b; do :; done 2>/dev/null",
            "kill $w 2>/dev/null",
            "trap '' TERM",
            "kill -s TERM -- -$$ 2>/dev/null");

    // a newline within the one line; a substitution takes those at its end away
    private static final String NEWLINE = "n=$(printf '\\nx'); n=${n%x}; ";

    private static final String END = "; exit $r";

    /*
     * Holds the directory of a socket: its reading ends when broker closes it or is gone. Where sshd does not hear of that,
     * the script does, and removes the directory, too; which is looked at from time to time.
     */
    private static final String ROOM = "mkdir -m 700 DIRECTORY && { echo ready; if timeout 9 true;"
            + " then until timeout SILENCE cat >/dev/null || ! test -d DIRECTORY; do :; done;"
            + " else cat >/dev/null; fi; rm -rf DIRECTORY; }";

    private RemoteScript() {}

    /** The command that makes the directory of a socket, says {@code ready}, and removes it at the end of its input. */
    static String room(String directory, Duration silence) {
        return "exec sh -c '" + seconds(ROOM, silence).replace("DIRECTORY", directory) + "'";
    }

    /** The command for the login shell; {@code starters} are the words before borg, such as {@code sudo}. */
    static String loginCommand(List<String> starters) {
        if (starters.isEmpty()) {
            return "exec " + CONSTANT;
        }
        List<String> words = new ArrayList<>(starters);
        if (words.get(0).equals("sudo") && !words.contains("-n")) {
            words.add(1, "-n"); // there is nobody to type a password
        }
        String quoted = words.stream().map(ShellQuote::anyShell).collect(Collectors.joining(" "));
        // sudo drops the variable; whoever runs it must still find the agent
        return "exec " + quoted + " env SSH_AUTH_SOCK=\"$SSH_AUTH_SOCK\" " + CONSTANT;
    }

    /** One line without its newline: borg's words, then the script. */
    static String firstLine(List<String> words, Duration silence) {
        return unfinished(words, silence, "INT") + END;
    }

    /** As above for other programs than borg, which ignore INT in the background and keep nothing of what they did. */
    static String firstLineOfAny(List<String> words, Duration silence) {
        return unfinished(words, silence, "TERM") + END;
    }

    /** As above; removes the directory of a socket at its end. */
    static String firstLine(List<String> words, Duration silence, String directory) {
        return unfinished(words, silence, "INT") + "; rm -rf " + directory + END;
    }

    private static String unfinished(List<String> words, Duration silence, String first) {
        return set(words) + seconds(String.join("; ", LINES), silence).replace("FIRST", first);
    }

    /** Makes the words the arguments of what follows. */
    static String set(List<String> words) {
        String quoted = ShellQuote.posix(words);
        String newline = quoted.indexOf('\n') >= 0 ? NEWLINE : "";
        return newline + "set -- " + withBytes(quoted.replace("\n", "'\"$n\"'")) + "; ";
    }

    /** A lone surrogate stands for a byte that is no text ({@link Words#isByte}), and this line has to be text. */
    private static String withBytes(String quoted) {
        StringBuilder line = new StringBuilder();
        quoted.codePoints().forEach(point -> {
            if (Words.isByte(point)) {
                line.append("'\"$(printf '\\")
                        .append(Integer.toOctalString(point & 0xff))
                        .append("')\"'");
            } else {
                line.appendCodePoint(point);
            }
        });
        return line.toString();
    }

    private static String seconds(String script, Duration silence) {
        return script.replace("SILENCE", Long.toString(silence.toSeconds()));
    }
}
