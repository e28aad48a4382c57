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
 * @param jumps hosts to go through, the nearest first; what they name as their own jumps does not count
 */
public record Client(String host, int port, String user, List<HostPin> pins, Identity identity, List<Client> jumps) {
    public Client {
        pins = List.copyOf(pins);
        jumps = List.copyOf(jumps);
    }

    /** One that broker reaches without going through another host. */
    public Client(String host, int port, String user, List<HostPin> pins, Identity identity) {
        this(host, port, user, pins, identity, List.of());
    }

    /** Which account of which machine it is: two with the same text are not pulled from at a time. */
    public String login() {
        String login = user + "@" + host.toLowerCase(Locale.ROOT) + ":" + port;
        // behind another gate the same address is another machine
        return jumps.isEmpty() ? login : jumps.get(jumps.size() - 1).login() + ">" + login;
    }

    /** With what broker logs in at the client. */
    public sealed interface Identity {}

    /** A private key file. */
    public record KeyFile(Path file, SecretSource passphrase) implements Identity {}

    /** The keys of an agent that is running already, used for this login only and never forwarded. */
    public record OutsideAgent(Path socket) implements Identity {}
}
