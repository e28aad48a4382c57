package org.agentbroker.broker.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.agentbroker.agent.key.UnusableInput;

/**
 * The paths of a backup in tar's words. Absolute ones have no slash before them in the archive, relative ones start at the
 * login's home, as with borg.
 *
 * <p>Tar takes what it meets twice for a hard link to itself. A path below another one is left out, then; but where tar
 * stays on one file system it may be on another, so it stays, and the outer one is told to leave it out. For that their
 * names differ by {@code ./}, which is taken off again.
 */
final class TarPaths {
    private static final String HERE = ".";
    private static final String DOT = "./";

    private final List<String> words = new ArrayList<>();
    private final List<String> excludes = new ArrayList<>();
    private final Set<String> starts = new TreeSet<>();

    private TarPaths() {}

    /** @throws UnusableInput when one cannot be named to tar */
    static TarPaths of(List<String> paths, boolean oneFileSystem) throws UnusableInput {
        Set<String> relative = new LinkedHashSet<>();
        Set<String> absolute = new LinkedHashSet<>();
        for (String path : paths) {
            String normal = TarPattern.normal(path);
            if (path.startsWith("/")) {
                absolute.add(normal.isEmpty() ? HERE : normal);
            } else if (path.isEmpty() || normal.equals("..") || normal.startsWith("../")) {
                throw new UnusableInput(
                        "create.paths: \"" + path + "\" is not below the login's home", "write the whole path");
            } else {
                relative.add(normal);
            }
        }
        TarPaths all = new TarPaths();
        all.add(relative, oneFileSystem);
        if (!absolute.isEmpty()) {
            all.words.add("--directory=/"); // for what follows it
            all.add(absolute, oneFileSystem);
        }
        return all;
    }

    private void add(Set<String> paths, boolean oneFileSystem) {
        for (String path : paths) {
            // those around it, from the inside
            List<String> around = paths.stream()
                    .filter(other -> isBelow(path, other))
                    .sorted((one, other) -> depth(other) - depth(one))
                    .toList();
            if (around.isEmpty()) {
                words.add("--add-file=" + path);
                starts.add(path.equals(HERE) ? DOT : "");
            } else if (oneFileSystem) {
                String within = dots(paths, around.get(0));
                excludes.add(within + path);
                words.add("--add-file=" + DOT + within + path);
                starts.add(DOT + within);
            }
        }
    }

    /** With what the names of what is in it start, before its own name. */
    private static String dots(Set<String> paths, String path) {
        long around = paths.stream().filter(other -> isBelow(path, other)).count();
        return DOT.repeat((int) around + (paths.contains(HERE) ? 1 : 0));
    }

    private static boolean isBelow(String path, String other) {
        return !path.equals(other) && (other.equals(HERE) || path.startsWith(other + "/"));
    }

    private static int depth(String path) {
        return path.equals(HERE) ? 0 : path.split("/").length;
    }

    /** Whether names start with dots that are not to stay. */
    boolean hasDots() {
        return starts.stream().anyMatch(start -> !start.isEmpty());
    }

    /** With what the names start that tar compares. */
    Set<String> starts() {
        return starts;
    }

    /** Names that are left out of one path because they are paths themselves. */
    List<String> excludes() {
        return excludes;
    }

    List<String> words() {
        return words;
    }
}
