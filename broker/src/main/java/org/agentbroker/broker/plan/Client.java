package org.agentbroker.broker.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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

    /** Which account of which machine it is: two with the same text are not pulled from at a time. */
    public String login() {
        return user + "@" + host.toLowerCase(Locale.ROOT) + ":" + port;
    }

    /** With what broker logs in at the client. */
    public sealed interface Identity {}

    /** A private key file. */
    public record KeyFile(Path file, SecretSource passphrase) implements Identity {}

    /** The keys of an agent that is running already, used for this login only and never forwarded. */
    public record OutsideAgent(Path socket) implements Identity {}
}
