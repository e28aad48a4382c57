package org.agentbroker.cli.config;

import java.io.Serializable;

/**
 * One thing that is wrong with the configuration.
 *
 * @param file as it was named, or the option that was given on the command line
 * @param line from 1; 0 when it is not about a line
 * @param column from 1; 0 when it is not about a line
 * @param what lower case, no full stop
 * @param hint what to type
 */
public record ConfigProblem(String file, int line, int column, String what, String hint) implements Serializable {
    public ConfigProblem {
        what = printable(what);
        hint = printable(hint);
    }

    // a quoted YAML key may hold any character, and this goes to a terminal
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** {@code file:line:column: what; hint}. */
    @Override
    public String toString() {
        return new Place(file, line, column) + ": " + what + "; " + hint;
    }
}
