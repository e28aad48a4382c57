package org.agentbroker.agent.key;

/** Something the user gave cannot be used: a key, a pin, a file. Says what happened and what to type; no secrets. */
public final class UnusableInput extends Exception {
    private static final long serialVersionUID = 1L;
    private final String hint;
    private final boolean wantsPassphrase;

    /** Both lower case and without a stop: what happened, and what to type. */
    public UnusableInput(String what, String hint) {
        this(what, hint, false);
    }

    UnusableInput(String what, String hint, boolean wantsPassphrase) {
        super(what);
        this.hint = hint;
        this.wantsPassphrase = wantsPassphrase;
    }

    /** What happened; holds no secret. */
    public String what() {
        return String.valueOf(getMessage());
    }

    /** Nothing is wrong but that a passphrase opens it, and none was given. */
    public boolean wantsPassphrase() {
        return wantsPassphrase;
    }

    /** What to type. */
    public String hint() {
        return hint;
    }
}
