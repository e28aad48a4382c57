/**
 * What the agent signs: a pure function from request and state to a {@link org.agentbroker.agent.policy.Verdict}.
 *
 * <p>Refusal is the default. The rules are those of OpenSSH's destination constraints (PROTOCOL.agent, 1), made
 * stricter: there is one hop, told by the carrier where that can know it and otherwise by the first bind; the user is
 * compared byte for byte, each signature is counted, each SSH session gets one at most, and a refused bind or signature
 * ends the connection's use. {@link org.agentbroker.agent.policy.PolicyLevel} says what may be left out.
 */
@NullMarked
package org.agentbroker.agent.policy;

import org.jspecify.annotations.NullMarked;
