/**
 * An SSH agent inside the process that signs one purpose and nothing else.
 *
 * <p>{@link org.agentbroker.agent.ForwardedAgent} holds one key and one policy. A carrier, such as the agent channel of
 * {@code mina}, opens a connection for each peer and hands it messages; what they may have is decided in {@code
 * policy}. Nothing here knows borg, a config file or a terminal.
 */
@NullMarked
package org.agentbroker.agent;

import org.jspecify.annotations.NullMarked;
