package org.agentbroker.broker.plan;

import java.time.Duration;
import java.util.List;

/**
 * What gives a program the data that come in frames on standard input ({@code feed.Feed}). Only the frame of length 0 is
 * the end of the program's input: when ours ends without it, or is silent for too long, the program is ended, and sees
 * no end before that. A program that would take the end of its input for the end of an archive cannot keep half of one.
 */
final class FeedScript {
    /*
     * What takes the n bytes of a frame, and no more. GNU's dd needs half the processor time of head, whose blocks are small;
     * busybox's head reads ahead, its dd does not.
     */
    private static final String TAKE_FRAME =
            "for d in 'dd bs=131072 count=$n iflag=fullblock,count_bytes' 'head -c $n' 'dd bs=$n count=1 iflag=fullblock'; do"
                    + " [ \"$(printf abc | { n=2; eval \"$d\" >/dev/null; cat; })\" != c ] || break; done";

    /*
     * - a process for each frame, of which the line before it is read by the shell that it was: read takes one byte at a
     *   time from a pipe, so none takes what is another's;
     * - a program that ends early breaks that one's pipe, and then its status says more than ours; one that ended in another
     *   way, such as by a TERM to all, has not: its end must not become that of the program's input;
     * - at an end without the last frame the program's input stays open, it gets TERM, and KILL 25 s later, unless
     *   PROGRAM says before that by INT that it is gone (of one that ends by that a shell says nothing).
     */
    private static final String READER = "{ t=; if timeout 9 true; then t='timeout SILENCE'; fi; " + TAKE_FRAME + ";"
            + " d=\"IFS= read -r n || exit 9; case \\$n in '') ;; 0) exit 8;; *) exec $d;; esac\";"
            + " while $t sh -c \"$d\"; r=$?; [ $r = 0 ]; do :; done; case $r in 1|8|141|269) exit 0;; esac;"
            + " k=0; trap 'k=$((k+1))' TERM; kill -s TERM -- -$$;"
            + " n=25; while [ $n -gt 0 ]; do [ $k -lt 2 ] || exit 1; sleep 1; n=$((n-1)); done;"
            + " kill -s KILL -- -$$; } <&4 3<&- 2>/dev/null";

    /** A TERM to the group is for the program, and leaves the shells, which wait for it. */
    private static final String STAYING = "trap : HUP INT TERM";

    /** Not a part of the reader's job: of that a shell would wait for the whole. */
    private static final String PROGRAM = "{ " + STAYING + "; exec 5<&0 4<&- </dev/null;"
            + " { exec \"$@\" <&5 5<&-; } & b=$!; exec 3<&- 5<&-;"
            + " while wait $b; r=$?; [ $r -gt 128 ] && kill -0 $b; do :; done 2>/dev/null;"
            + " trap '' TERM INT; kill -s INT -- -$$ 2>/dev/null; kill -s TERM -- -$$ 2>/dev/null; exit $r; }";

    private static final String SCRIPT = RemoteScript.TAKE + "; " + STAYING + "; exec 4<&0 </dev/null; "
            + RemoteScript.TELL + " | { p=; " + STAYING + "; exec 3<&0 </dev/null; " + READER + " | " + PROGRAM + "; }";

    private FeedScript() {}

    /** One line without its newline: the words, then the script. Whoever reads it leads a process group. */
    static String firstLine(List<String> words, Duration silence) {
        return RemoteScript.set(words) + SCRIPT.replace("SILENCE", Long.toString(silence.toSeconds()));
    }
}
