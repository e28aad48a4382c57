package org.agentbroker.broker.restore;

import java.util.ArrayList;
import java.util.List;

/**
 * Gets to the directory that is restored to, on the client, and starts there what restores: POSIX sh on one line. Tar
 * keeps the directory as its working directory; for borg each directory on the way must be one that nobody can exchange.
 *
 * <p>It is not led by others' links: each part of the path is entered from the one before, a link is followed only where
 * nobody but root can have put it, a new directory is made by us alone, and afterwards it is looked where that has led. A
 * directory that is there must not be one in which somebody else may change names while we restore.
 */
final class TargetScript {
    /** Begins each line that it says. */
    static final String SAYS = "broker-restore ";

    /** Its exit status when it has refused. */
    static final int REFUSED = 77;

    // of says m the mode, i the owner, g the group; at says w where we are, with a newline at its end if there is one
    private static final List<String> WORDS = List.of(
            "d=$1 o=$2 y=$3 k=$4",
            "shift 4",
            "n=$(printf '\\nx')",
            "n=${n%x}",
            "umask 077",
            "say() { printf '" + SAYS + "%s' \"$*\" | head -c 5000 | tr '\\n' ' '; echo; }",
            "no() { say \"refused $*\"; exit " + REFUSED + "; }",
            "of() { set -f; set -- $(ls -ldn \"$1\" 2>/dev/null | head -n 1); set +f; m=$1 i=$3 g=$4; }",
            "at() { w=$(pwd -P && echo x); w=${w%\"$n\"x}; }",
            "u=$(id -u)",
            "say \"uid $u\"",
            "command -v \"$0\" >/dev/null || no missing \"$0\"");

    private static final List<String> WALK = List.of(
            "new= l=0",
            "case $d in /*) cd -P /;; esac",
            "at",
            "while [ -n \"$d\" ]",
            "do case $d in */*) c=${d%%/*}; d=${d#*/};; *) c=$d; d=;; esac",
            "case $c in ''|.) continue;; ..) cd -P .. || no cannot \"$w/..: it cannot be entered\"; at; continue;; esac",
            "p=${w%/}/$c",
            // only where nobody but root can have put it; its target is walked like the rest
            "if [ -h \"./$c\" ]; then of \"./$c\"; q=$i; of .",
            "case $q:$i:$m in 0:0:?????w*|0:0:????????w*) no link \"$p\";; 0:0:*) ;; *) no link \"$p\";; esac",
            "l=$((l+1)); [ $l -le 40 ] || no link \"$p\"",
            "t=$(readlink \"./$c\" && echo x) || no link \"$p\"",
            "t=${t%\"$n\"x}; d=$t/$d",
            "case $t in /*) cd -P / && at;; esac",
            "continue",
            "fi",
            "if [ -e \"./$c\" ]; then [ -d \"./$c\" ] || no cannot \"$p: it is no directory\"; new=",
            "elif [ -n \"$y\" ]; then [ -w . ] || no cannot \"$p: it cannot be made\"; new=absent; break",
            // with the mode at once: where a default ACL stands umask does not count
            "else x=$(mkdir -m 700 \"./$c\" 2>&1) || no cannot \"$p: ${x##*: }\"; new=made",
            "fi",
            "cd -P \"./$c\" 2>/dev/null || no cannot \"$p: it cannot be entered\"",
            "at",
            "[ \"$w\" = \"$p\" ] || no moved \"$p\"",
            "PASSED",
            "if [ \"$new\" = made ]; then of .; case $i:$m in \"$u\":drwx--?---*) ;; *) no moved \"$p\";; esac; fi",
            "done");

    /*
     * Borg resolves the whole path of each file anew, so whoever may exchange a part of it while borg is at it leads it
     * elsewhere; tar stays below its working directory.
     */
    private static final String PASSED =
            "if [ -n \"$d\" ]; then of .; [ \"$i\" = 0 ] || [ \"$i\" = \"$u\" ] || no above \"$w\";"
                    + " case $m in ?????????[tT]*) ;; ????????w*) no above \"$w\";;"
                    + " ?????w*) [ \"$g\" = 0 ] || { [ \"$u\" != 0 ] && [ \"$g\" = \"$(id -g)\" ]; } || no above \"$w\";; esac; fi";

    private static final List<String> THERE = List.of(
            // by a link or .. perhaps: without paths all of the machine would be written over
            "if [ \"$w\" = / ] && [ \"$k\" -eq 0 ] && [ -z \"$o$y\" ]; then no whole \"$w\"; fi",
            "if [ -z \"$new\" ] && [ \"$w\" != / ]; then of .",
            "[ \"$i\" = 0 ] || [ \"$i\" = \"$u\" ] || no owner \"$w\"",
            "case $m in ????????w*|?????w????+*) no others \"$w\";;"
                    + " ?????w*) [ \"$g\" = 0 ] || { [ \"$u\" != 0 ] && [ \"$g\" = \"$(id -g)\" ]; } || no others \"$w\";; esac",
            "[ -w . ] || no cannot \"$w: it cannot be written\"",
            "if [ $(ls -A . | head -c 1 | wc -c) -eq 0 ]; then new=empty; elif [ -z \"$o\" ]; then no notempty \"$w\"; fi",
            "fi",
            // borg and tar go through what is there above the paths, and replace what is at them
            "if [ -z \"$new\" ]; then j=0",
            "for p in \"$@\"; do [ $j -lt $k ] || break",
            "j=$((j+1)); q=.",
            "while :; do case $p in */*) ;; *) break;; esac",
            "q=$q/${p%%/*}; p=${p#*/}",
            "[ ! -h \"$q\" ] || no below \"${w%/}/${q#./}\"",
            "[ -d \"$q\" ] || break",
            "done",
            "done",
            "fi",
            "shift $k");

    // busybox's goes through a link where the archive has a directory, the others replace it
    private static final String TAR = "t=$(\"$0\" --version 2>/dev/null </dev/null | head -n 1);"
            + " case $t in *'GNU tar'*) say gnu;; *bsdtar*) ;; *) [ -n \"$new\" ] || no plain \"$w\";; esac";

    private static final String START = "exec \"$0\" \"$@\"";

    private TargetScript() {}

    /** With the program that it starts as {@code $0}: borg. */
    static String text() {
        return text(PASSED, List.of("say \"ready $w\"", START));
    }

    /** The same for tar, which is not started when nothing shall be changed. */
    static String tar() {
        return text(":", List.of(TAR, "say \"ready $w\"", "[ -z \"$y\" ] || exit 0", START));
    }

    private static String text(String passed, List<String> end) {
        List<String> all = new ArrayList<>(WORDS);
        all.addAll(WALK);
        all.addAll(THERE);
        all.addAll(end);
        all.replaceAll(line -> line.equals("PASSED") ? passed : line);
        return String.join("; ", all);
    }

    /**
     * Its arguments.
     *
     * @param paths in the archive that are restored, or one below each directory that is not in it
     * @param words of the program
     */
    static List<String> arguments(Restore restore, List<String> paths, List<String> words) {
        List<String> all = new ArrayList<>(List.of(
                restore.to(),
                restore.overwrite() ? "yes" : "",
                restore.dryRun() ? "yes" : "",
                Integer.toString(paths.size())));
        all.addAll(paths);
        all.addAll(words);
        return all;
    }
}
