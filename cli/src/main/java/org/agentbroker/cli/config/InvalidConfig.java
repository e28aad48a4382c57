package org.agentbroker.cli.config;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used: everything that is wrong with it. */
public final class InvalidConfig extends Exception {
    private static final long serialVersionUID = 1L;
    private final ConfigProblem[] problems;

    InvalidConfig(Collection<ConfigProblem> problems) {
        super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
        this.problems = problems.toArray(new ConfigProblem[0]);
    }

    /** One at least, in the order of the files and their lines. */
    public List<ConfigProblem> problems() {
        return List.of(problems);
    }
}
