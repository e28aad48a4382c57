package org.agentbroker.cli.print;

/** How much is said: {@code -q}, nothing, {@code -v}, {@code -vv}. */
public enum Verbosity {
    QUIET,
    NORMAL,
    VERBOSE,
    DEBUG;

    public boolean isQuiet() {
        return this == QUIET;
    }

    public boolean isVerbose() {
        return this == VERBOSE || this == DEBUG;
    }

    public boolean isDebug() {
        return this == DEBUG;
    }
}
