package org.agentbroker.broker.keys;

import java.util.List;

/**
 * What the key of a pull is good for.
 *
 * @param client whose pull it is; letters, digits and {@code . _ @ : -}
 * @param user the account at the server, exactly
 * @param command all that it runs there, word by word: {@code borg serve --restrict-to-repository /path}; without control
 *     characters
 */
public record KeyPurpose(String client, String user, List<String> command) {
    public KeyPurpose {
        command = List.copyOf(command);
    }
}
