/**
 * What the agent signs: a pure function from request and state to a {@link org.agentbroker.agent.policy.Verdict}.
 *
 * <p>Refusal is the default. The rules are those of OpenSSH's destination constraints (PROTOCOL.agent, 1), made
 * stricter: the hop is told by the carrier and not by the peer, the user is compared byte for byte, each signature is
 * counted, each SSH session gets one at most, and a refused bind or signature ends the connection's use.
 */
@NullMarked
package org.agentbroker.agent.policy;

import org.jspecify.annotations.NullMarked;
