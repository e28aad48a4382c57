/**
 * Carries a {@link org.agentbroker.agent.ForwardedAgent} over a session of Apache MINA SSHD, and logs in with keys that
 * are wiped.
 *
 * <p>MINA's own agent classes are not used: they serve any session of a client, sign any data, let peers add and remove
 * keys, and answer on I/O threads.
 */
@NullMarked
package org.agentbroker.agent.mina;

import org.jspecify.annotations.NullMarked;
