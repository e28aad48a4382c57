/**
 * Keys: a private key that signs and is wiped ({@link org.agentbroker.agent.key.AgentKey}), a host key that we insist
 * on ({@link org.agentbroker.agent.key.HostPin}), and the files they come from.
 *
 * <p>The algorithms are the JDK's; only the bcrypt of encrypted OpenSSH files comes from Apache MINA SSHD. Its key file
 * readers are not used: they take the passphrase as a {@code String}, which nobody can wipe.
 */
@NullMarked
package org.agentbroker.agent.key;

import org.jspecify.annotations.NullMarked;
