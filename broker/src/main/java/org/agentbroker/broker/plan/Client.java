package org.agentbroker.broker.plan;

import java.nio.file.Path;
import java.util.List;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.broker.secret.SecretSource;

/**
 * The machine that holds the data, and how broker logs in there.
 *
 * @param pins its host keys, in the order in which they are preferred; one at least
 */
public record Client(String host, int port, String user, List<HostPin> pins, Identity identity) {
    public Client {
        pins = List.copyOf(pins);
    }

    /** With what broker logs in at the client. */
    public sealed interface Identity {}

    /** A private key file. */
    public record KeyFile(Path file, SecretSource passphrase) implements Identity {}

    /** The keys of an agent that is running already, used for this login only and never forwarded. */
    public record OutsideAgent(Path socket) implements Identity {}
}
