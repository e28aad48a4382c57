package org.agentbroker.broker.outcome;

/** Why a pull did not do all that was asked. */
public enum Cause {
    /** The command ran and failed, or was killed. */
    BORG_FAILED,
    /** The client, or the server as seen from the client, cannot be reached, or the connection was lost. */
    UNREACHABLE,
    /** A fault in this program. */
    FAULT,
    /** Another pull of the client is under way, or the repository is locked: another time. */
    NOT_NOW,
    /** A client of which that is expected cannot be reached: another time. */
    ASLEEP,
    /** A host key is not as pinned. */
    HOST_KEY,
    /** A login, the forwarding or a signature was refused. */
    REFUSED,
    /** Config, key, passphrase or borg command cannot be used. */
    UNUSABLE,
    /** The deadline passed. */
    DEADLINE,
    /** Whoever asked for the pull took that back. */
    CANCELLED,
    /** Whoever reads the output went away. */
    OUTPUT_CLOSED
}
