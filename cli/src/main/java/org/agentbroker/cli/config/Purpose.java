package org.agentbroker.cli.config;

import java.nio.file.Path;
import org.agentbroker.agent.policy.SignPolicy;
import org.agentbroker.broker.secret.SecretSource;

/**
 * What an agent on a socket is for.
 *
 * @param key the file of its one key; a certificate beside it counts
 * @param keyPassphrase opens an encrypted file
 */
public record Purpose(Path key, SecretSource keyPassphrase, SignPolicy policy) {}
