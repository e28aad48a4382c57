package org.agentbroker.cli.command;

import org.agentbroker.agent.key.UnusableInput;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A wrong use of a command that has a hint of its own. */
public final class Misuse extends ParameterException {
    private static final long serialVersionUID = 1L;
    private final String hint;

    Misuse(CommandLine command, UnusableInput e) {
        super(command, e.what());
        this.hint = e.hint();
    }

    /** What to type. */
    public String hint() {
        return hint;
    }
}
