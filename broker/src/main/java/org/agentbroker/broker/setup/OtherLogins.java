package org.agentbroker.broker.setup;

import java.nio.file.Path;
import org.agentbroker.broker.secret.SecretPrompt;
import org.jspecify.annotations.Nullable;

/**
 * How to get in at a client that does not know broker's key yet, in the order in which they are tried.
 *
 * @param key a private key file that may log in; null for none
 * @param agent the socket of an agent; null for none
 * @param prompt asks for the account's password, last; null when there is nobody to ask
 */
public record OtherLogins(
        @Nullable Path key, @Nullable Path agent, @Nullable SecretPrompt prompt) {}
