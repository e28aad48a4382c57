/** Agents on unix sockets: here, the client of an agent that somebody else runs ({@code SSH_AUTH_SOCK}). */
@NullMarked
package org.agentbroker.agent.unix;

import org.jspecify.annotations.NullMarked;
