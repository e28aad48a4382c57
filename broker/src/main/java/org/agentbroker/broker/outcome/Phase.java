package org.agentbroker.broker.outcome;

/** The steps of a pull, in their order. */
public enum Phase {
    /** Deciding: the config's values. */
    PLAN,
    /** Keeping other pulls of the client, and into the repository, out. */
    LOCK,
    /** Reading keys and passphrases. */
    SECRETS,
    /** Reaching the client, and its host key. */
    CONNECT,
    /** Logging in at the client. */
    LOGIN,
    /** Asking for agent forwarding. */
    FORWARD,
    /** The borg command, from its start to its exit status. */
    COMMAND
}
