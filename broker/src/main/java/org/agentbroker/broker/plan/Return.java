package org.agentbroker.broker.plan;

import org.agentbroker.agent.policy.PolicyLevel;

/** How the client's borg gets to the repository. The repository's URL is the same in all. */
public enum Return {
    /**
     * Back over the hop to an SSH server inside broker, which is made for this pull and runs {@code borg serve} alone.
     * Needs {@link PolicyLevel#HOSTBOUND}.
     */
    EMBEDDED,
    /** Back over the hop to the server's own sshd. */
    TUNNEL,
    /** The client connects to the server by itself. */
    DIRECT,
    /** Back over the hop to {@code borg serve}, without a login: whoever is the client's account has the repository. */
    SOCKET;

    /** Whether the client's borg logs in, so that an agent has to sign. */
    public boolean hasLogin() {
        return this != SOCKET;
    }

    /** Whether that login is one at the server's own sshd, whose host keys and {@code authorized_keys} count. */
    public boolean usesSshd() {
        return this == TUNNEL || this == DIRECT;
    }

    /** Whether broker itself runs {@code borg serve}. */
    public boolean serves() {
        return !usesSshd();
    }
}
