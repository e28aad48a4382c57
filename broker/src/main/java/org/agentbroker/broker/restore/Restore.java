package org.agentbroker.broker.restore;

import java.util.ArrayList;
import java.util.List;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.repository.TendCommand;

/**
 * What shall be put back, and where.
 *
 * @param source of whose repository; its command does not count
 * @param target of the machine that gets it: the same, or {@link Pull#onto} of another, which gets to read the repository
 *     then
 * @param archive by its name, or {@link #LATEST}
 * @param paths in the archive, a leading {@code /} does not count; none for all of it. A lone surrogate {@code U+DC80} to
 *     {@code U+DCFF} stands for a byte that is not UTF-8, as in Python
 * @param to a directory of the target; a relative one starts at the login's home
 * @param overwrite also into a directory that is not empty; of {@code /} that is asked for when no paths are named
 */
public record Restore(
        Pull source,
        Pull target,
        String archive,
        List<String> paths,
        String to,
        Via via,
        boolean numericIds,
        boolean dryRun,
        boolean overwrite) {
    /** The newest archive that is no checkpoint. */
    public static final String LATEST = TendCommand.LATEST;

    public Restore {
        source = source.byBorgThere();
        target = target.byBorgThere();
        paths = List.copyOf(paths);
    }

    /** Which way the files take. */
    public enum Via {
        /** The client's borg extracts, and gets to the repository as in a pull: everything is kept. */
        AGENT,
        /** The server's borg writes a tar file, which the client's tar reads. */
        TAR
    }

    /** All of an archive to where it came from, which has to be {@link #overwriting}. */
    public static Restore of(Pull pull, String archive, Via via) {
        return new Restore(pull, pull, archive, List.of(), "/", via, false, false, false);
    }

    /** Some of it. */
    public Restore only(List<String> some) {
        return new Restore(source, target, archive, some, to, via, numericIds, dryRun, overwrite);
    }

    /** To another directory. */
    public Restore to(String directory) {
        return new Restore(source, target, archive, paths, directory, via, numericIds, dryRun, overwrite);
    }

    /** To another machine: {@link Pull#onto}. */
    public Restore onto(Pull other) {
        return new Restore(source, other, archive, paths, to, via, numericIds, dryRun, overwrite);
    }

    /** Owners by number, not by name. */
    public Restore withNumericIds(boolean value) {
        return new Restore(source, target, archive, paths, to, via, value, dryRun, overwrite);
    }

    /** Looks at archive and target, says what would be restored, and changes nothing. */
    public Restore asDryRun(boolean value) {
        return new Restore(source, target, archive, paths, to, via, numericIds, value, overwrite);
    }

    /**
     * The same with its paths as archives have them.
     *
     * @throws UnusableInput when it asks for what nobody can mean, or for what has to be said with {@code overwrite}: all
     *     files of a machine replaced
     */
    public Restore checked() throws UnusableInput {
        require(archive, "not the name of an archive", "broker list shows them; or say latest");
        require(to, "not a directory", "name one on the client: --to DIR");
        List<String> literal = new ArrayList<>();
        for (String each : paths) {
            literal.add(ArchivePath.of(each));
        }
        Restore checked = only(literal.contains("") ? List.of() : literal);
        if (checked.paths.isEmpty() && isRoot() && !overwrite && !dryRun) {
            throw usage(
                    "this replaces the files of all of " + target.name(),
                    "name paths, another directory: --to DIR, or say so: --overwrite");
        }
        return checked;
    }

    private static void require(String value, String what, String hint) throws UnusableInput {
        if (value.isEmpty() || value.indexOf('\0') >= 0) {
            throw usage(what + ": " + value.replace('\0', '?'), hint);
        }
    }

    private static UnusableInput usage(String what, String hint) {
        return new UnusableInput(what, hint);
    }

    /** Whether it is {@code /} however that is spelled. Where links lead is seen on the client. */
    boolean isRoot() {
        if (!to.startsWith("/")) {
            return false;
        }
        int depth = 0;
        for (String part : to.split("/")) {
            if (part.equals("..")) {
                depth = Math.max(0, depth - 1);
            } else if (!part.isEmpty() && !part.equals(".")) {
                depth++;
            }
        }
        return depth == 0;
    }

    /** Whether all that has to be known of the archive is its name, and borg will say whether it is there. */
    boolean isByName() {
        boolean whole = paths.isEmpty() && !overwrite && !isRoot();
        // borg's own words for what is no name at all are no help
        return via == Via.TAR && !dryRun && whole && !archive.equals(LATEST) && archive.indexOf('/') < 0;
    }

    /** Also into a directory that is not empty, and over all of a machine. */
    public Restore overwriting(boolean value) {
        return new Restore(source, target, archive, paths, to, via, numericIds, dryRun, value);
    }
}
