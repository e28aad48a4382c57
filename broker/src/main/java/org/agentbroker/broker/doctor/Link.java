package org.agentbroker.broker.doctor;

import java.util.Locale;

/** What is looked at, in this order; from {@link #OTHER_USER} on it is an attack, which must be refused. */
public enum Link {
    /** The config's values, the passphrase, and key files. */
    CONFIG,
    /** A host before the client. */
    JUMP,
    /** A TCP connection to the client. */
    REACH,
    /** That the client's host key is pinned. */
    HOST_KEY,
    /** Broker's login at the client. */
    LOGIN,
    /** That the client's sshd forwards an agent. */
    AGENT,
    /** That the client's sshd listens for us. */
    WAY_BACK,
    /** That the login's account at the client may do no more than it has to. */
    ACCOUNT,
    /** A POSIX shell at the client. */
    SHELL,
    /** The client's ssh, and what its version allows. */
    SSH,
    /** The client's borg, likewise. */
    BORG,
    CLOCK,
    SERVER_BORG,
    SERVER_SSHD,
    /** The login of the client's borg at the server. */
    SERVER_LOGIN,
    /** What the server's {@code authorized_keys} makes of that login. */
    FORCED_COMMAND,
    /** That the repository is there and not locked, and that the passphrase opens it. */
    REPOSITORY,
    /** Room for the repository. */
    SPACE,
    OTHER_USER,
    CHANGE_AGENT,
    SECOND_LOGIN,
    /** A process that outlives the session, and what is left of its agent. */
    AGENT_AFTERWARDS,
    OTHER_COMMAND,
    /** A connection through the server to somewhere else. */
    OTHER_HOST,
    OTHER_REPOSITORY,
    /** Deleting for good what was saved before. */
    DELETE;

    public boolean isAttack() {
        return compareTo(OTHER_USER) >= 0;
    }

    /** Its name for people and programs, such as {@code host-key}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
