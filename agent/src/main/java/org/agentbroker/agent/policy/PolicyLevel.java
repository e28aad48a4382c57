package org.agentbroker.agent.policy;

/** How much a login must prove before it is signed. A level is never lowered by itself. */
public enum PolicyLevel {
    /**
     * The connection is bound to a pinned host key, and the signed data name that key: {@code
     * publickey-hostbound-v00@openssh.com}. Needs OpenSSH 8.9 or newer on both ends.
     */
    HOSTBOUND
}
