package org.agentbroker.cli.config;

import java.util.List;

/**
 * What a look at a config has found.
 *
 * @param clients how many there are
 * @param fine how many of them nothing is wrong with
 * @param problems in the order of the files and their lines
 */
public record Checked(int clients, int fine, List<ConfigProblem> problems) {
    public Checked {
        problems = List.copyOf(problems);
    }
}
