package org.agentbroker.broker.borg;

/**
 * Whom the client's borg logs in to, and what to do when that fails, which depends on the way and on the key.
 *
 * @param server {@code user@host} of the return
 * @param hostKey what to do when its host key is not the pinned one
 * @param refused what to do when it refuses the login, although the agent would have signed
 * @param unreachable what to do when the client cannot reach it
 * @param lost what to do when the connection was lost
 */
public record ReturnHints(String server, String hostKey, String refused, String unreachable, String lost) {}
