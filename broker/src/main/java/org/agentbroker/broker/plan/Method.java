package org.agentbroker.broker.plan;

/** How a backup of a client is made. */
public enum Method {
    /** The client's borg, which gets to the repository with a forwarded agent, or by {@link Return#SOCKET}. */
    AGENT,
    /** The server's borg, which reads the client's files over SFTP. Nothing of the client's is run. Needs root. */
    SSHFS,
    /** The client's {@code tar}, read by the server's borg. */
    TAR;

    /** Whether the client's borg does it. */
    public boolean runsBorgThere() {
        return this == AGENT;
    }
}
