package org.agentbroker.broker.sftp;

/** What stands at a path, as the server says. */
public enum Kind {
    FILE,
    DIRECTORY,
    LINK,
    /** A device, a fifo, a socket; or the server does not say what. */
    OTHER,
    /** Nothing, or nothing that may be looked at. */
    ABSENT
}
