package org.agentbroker.cli.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.agentbroker.agent.key.UnusableInput;

/** Collects what is wrong, so that it can be said at once. The same problem counts once, however often it is met. */
final class Problems {
    private final Set<ConfigProblem> found = new LinkedHashSet<>();
    private final Set<String> files = new LinkedHashSet<>();

    private int met;

    /** Makes a value from text that may be unusable. */
    @FunctionalInterface
    interface Attempt<T> {
        T make() throws UnusableInput;
    }

    void add(Place place, String what, String hint) {
        met++;
        files.add(place.file());
        found.add(new ConfigProblem(place.file(), place.line(), place.column(), what, hint));
    }

    void add(Place place, UnusableInput unusable) {
        // messages about a file begin with its name, which the place has said already
        String prefix = place.file() + " ";
        String what = unusable.what();
        add(place, what.startsWith(prefix) ? what.substring(prefix.length()) : what, unusable.hint());
    }

    /** How often something was wrong, the same things again included. */
    int met() {
        return met;
    }

    /** Takes what others have found, too. */
    void addAll(Problems others) {
        met += others.met;
        files.addAll(others.files);
        found.addAll(others.found);
    }

    /** Says in which order the files come. */
    void order(Collection<String> names) {
        files.addAll(names);
    }

    /** The value, or {@code standIn} and a problem. */
    <T> T attempt(Place place, T standIn, Attempt<? extends T> attempt) {
        try {
            return attempt.make();
        } catch (UnusableInput e) {
            add(place, e);
            return standIn;
        }
    }

    // INVARIANT: no stand-in leaves this package, because whoever asked for one comes by here
    void throwIfAny() throws InvalidConfig {
        if (!found.isEmpty()) {
            throw asException();
        }
    }

    /** By file, line and column; files whose order was not given come as they were met. */
    InvalidConfig asException() {
        List<String> order = List.copyOf(files);
        List<ConfigProblem> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt((ConfigProblem p) -> order.indexOf(p.file()))
                .thenComparingInt(ConfigProblem::line)
                .thenComparingInt(ConfigProblem::column));
        return new InvalidConfig(sorted);
    }
}
