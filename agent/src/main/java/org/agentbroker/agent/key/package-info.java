/**
 * Keys: a private key that signs and is wiped ({@link org.agentbroker.agent.key.AgentKey}), a certificate ({@link
 * org.agentbroker.agent.key.Certificate}), a host key that we insist on ({@link org.agentbroker.agent.key.HostPin}), and
 * the files they come from.
 *
 * <p>The algorithms are the JDK's, so that one pull loads nothing else. BouncyCastle, never registered as a provider,
 * reads the ASN.1 of PEM and PKCS#8 files and derives their keys, does ML-DSA, and takes Ed25519 over in a process that
 * signs much. Only the bcrypt of encrypted OpenSSH files comes from Apache MINA SSHD. The key file readers of both are not
 * used: they take the passphrase as a {@code String} or {@code char[]}, or leave copies that nobody can wipe.
 */
@NullMarked
package org.agentbroker.agent.key;

import org.jspecify.annotations.NullMarked;
