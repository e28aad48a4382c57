package org.agentbroker.agent.wire;

/** A well-formed field that this agent has no use for, and must not pass over (RFC 9987, 3.2.7). */
final class UnsupportedField extends Exception {
    private static final long serialVersionUID = 1L;

    UnsupportedField(String what) {
        super(what);
    }
}
