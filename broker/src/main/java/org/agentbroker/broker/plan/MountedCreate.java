package org.agentbroker.broker.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.plan.BorgCommand.Create;

/**
 * {@code method: sshfs}: {@code borg create} in the root of a client's files, which are mounted there. The one path that
 * borg is given is {@code .}: it follows no link below that, but any on the way to a path, and out to the server's files.
 * What is wanted are patterns.
 */
public final class MountedCreate {
    /** What the kernel makes up. Borg sees no other file systems there, so {@code --one-file-system} has no effect. */
    private static final List<String> MADE_UP = List.of("proc", "sys", "dev", "run");

    /** They read other files than those below {@code .}, or would have their own order among the patterns. */
    private static final List<String> REFUSED = List.of(
            "--pattern",
            "--patterns-from",
            "--exclude-from",
            "--read-special",
            "--content-from-command",
            "--paths-from-stdin",
            "--paths-from-command");

    // whole words that are also the beginning of a refused one, for which borg would take any other beginning
    private static final Set<String> WHOLE = Set.of("--exclude", "-");

    /*
     * - the change time is the client's mtime, in whole seconds, and inode numbers are new at each mount;
     * - checkpoints and all else as it is for the client's own borg.
     */
    private static final List<String> ALWAYS = List.of("create", "--json", "--progress", "--files-cache", "ctime,size");

    private final Create create;
    private final String archive;

    private MountedCreate(Create create, String archive) {
        this.create = create;
        this.archive = archive;
    }

    /**
     * @param client its name, which stands for its host in the archive's
     * @throws UnusableInput for an option or a placeholder that would mean something else than on the client
     */
    public static MountedCreate of(String client, Create create) throws UnusableInput {
        for (String option : create.options()) {
            Optional<String> refused = refused(option);
            if (refused.isPresent()) {
                throw new UnusableInput(
                        "create.options: " + refused.get() + " cannot be used with method: sshfs",
                        refused.get().contains("exclude") || refused.get().contains("pattern")
                                ? "use create.paths and create.exclude"
                                : "leave it out; only files of the client are read");
            }
        }
        for (String path : create.paths()) {
            if (path.isEmpty()) {
                throw new UnusableInput("an empty path in create.paths", "name what to back up, or leave it out");
            }
        }
        if (create.paths().isEmpty()) {
            throw new UnusableInput("create.paths is empty", "name what to back up; / is everything");
        }
        return new MountedCreate(create, ArchiveName.of(client, create.archive()));
    }

    /** The option of borg's that a word would be taken for, if that is a refused one: borg takes abbreviations. */
    private static Optional<String> refused(String word) {
        String name = word.replaceFirst("=.*", "");
        if (!name.startsWith("--") || name.length() == 2 || WHOLE.contains(name)) {
            return Optional.empty();
        }
        return REFUSED.stream().filter(option -> option.startsWith(name)).findFirst();
    }

    /** Whether a path starts at the login's home. */
    public boolean needsHome() {
        return create.paths().stream().anyMatch(path -> !path.startsWith("/"));
    }

    /**
     * What is to be backed up, each once, without the slash before it; empty for everything.
     *
     * @param home of the login, absolute
     */
    public List<String> paths(String home) {
        Set<String> paths = new LinkedHashSet<>();
        for (String path : create.paths()) {
            paths.add(normal(path.startsWith("/") ? path : home + "/" + path));
        }
        return List.copyOf(paths);
    }

    /** By the text alone: what is a link on the way is looked at later. */
    private static String normal(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    /** All directories on the way to a path, the outermost first, without the root and the path itself. */
    public static List<String> parents(String path) {
        List<String> parents = new ArrayList<>();
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            parents.add(path.substring(0, slash));
        }
        return parents;
    }

    /**
     * Borg's words after the common options.
     *
     * @param home of the login
     */
    public List<String> words(String home) {
        List<String> words = new ArrayList<>(ALWAYS);
        words.addAll(create.options());
        for (String pattern : create.exclude()) {
            words.add("--exclude=" + pattern);
        }
        patterns(paths(home)).forEach(pattern -> words.add("--pattern=" + pattern));
        words.addAll(List.of("--", "::" + archive, "."));
        return words;
    }

    /** The first that matches counts. */
    private static List<String> patterns(List<String> paths) {
        Set<String> patterns = new LinkedHashSet<>();
        if (paths.contains("")) {
            for (String made : MADE_UP) {
                boolean named = paths.stream().anyMatch(path -> path.equals(made) || path.startsWith(made + "/"));
                if (!named) {
                    patterns.add("! fm:" + made + "/*"); // the directory itself stays, to be mounted on
                }
            }
            return List.copyOf(patterns);
        }
        patterns.add("+ pf:.");
        for (String path : paths) {
            parents(path).forEach(parent -> patterns.add("+ pf:" + parent));
            patterns.add("+ pp:" + path);
        }
        patterns.add("! re:.");
        return List.copyOf(patterns);
    }
}
