package org.agentbroker.agent.key;

/** Something the user gave cannot be used: a key, a pin, a file. Says what happened and what to type; no secrets. */
public final class UnusableInput extends Exception {
    private static final long serialVersionUID = 1L;
    private final String hint;

    /** Both lower case and without a stop: what happened, and what to type. */
    public UnusableInput(String what, String hint) {
        super(what);
        this.hint = hint;
    }

    /** What happened; holds no secret. */
    public String what() {
        return String.valueOf(getMessage());
    }

    /** What to type. */
    public String hint() {
        return hint;
    }
}
