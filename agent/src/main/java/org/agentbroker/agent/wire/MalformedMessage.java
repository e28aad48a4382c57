package org.agentbroker.agent.wire;

/** Bytes that are not what the protocol says. The message names the field, never its content. */
public final class MalformedMessage extends Exception {
    private static final long serialVersionUID = 1L;

    /** Which field is wrong, and how. */
    public MalformedMessage(String what) {
        super(what);
    }
}
