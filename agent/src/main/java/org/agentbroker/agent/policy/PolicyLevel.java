package org.agentbroker.agent.policy;

import java.util.Optional;

/** How much a login must prove before it is signed. Chosen by whoever opens the agent, and never lowered by itself. */
public enum PolicyLevel {
    /**
     * The connection is bound to a pinned host key, and the signed data name that key: {@code
     * publickey-hostbound-v00@openssh.com}. Needs OpenSSH 8.9 or newer on both ends.
     */
    HOSTBOUND(true, true),

    /**
     * The connection is bound to a pinned host key; the login belongs to the bound session, but may be a plain {@code
     * publickey} that names no host key. Needs OpenSSH 8.9 or newer on the hop; the destination may be any server.
     */
    BOUND(true, false),

    /**
     * A login with the exact user, key and algorithm, as often as the policy says. A bind is checked when one comes, and
     * nothing misses it when none does: the agent then cannot tell at which host the signature will be used.
     */
    UNBOUND(false, false);

    private final boolean needsBind;
    private final boolean needsHostbound;

    PolicyLevel(boolean needsBind, boolean needsHostbound) {
        this.needsBind = needsBind;
        this.needsHostbound = needsHostbound;
    }

    /** Whether nothing is listed or signed before the connection has told its hop and its destination. */
    boolean needsBind() {
        return needsBind;
    }

    boolean needsHostbound() {
        return needsHostbound;
    }

    /** What people are to be told each time an agent of this level is opened; lower case, no stop. */
    public Optional<String> warning() {
        return needsBind
                ? Optional.empty()
                : Optional.of("at level unbound the agent cannot tell at which server its signatures are used");
    }
}
