package org.agentbroker.broker.outcome;

/**
 * What happened, for people, and what they can type or do next. Lower case, no stop.
 *
 * <p>May quote the client, so whoever prints it to a terminal escapes control characters.
 */
public record Problem(String what, String hint) {}
