package org.agentbroker.broker.plan;

import java.util.List;
import org.agentbroker.agent.key.HostPin;

/**
 * The machine that holds the repository, as the client sees it.
 *
 * @param host stands in the repository's URL and in the pins, whatever the way there
 * @param pins its host keys; one at least
 */
public record Server(String user, String host, int port, List<HostPin> pins) {
    public Server {
        pins = List.copyOf(pins);
    }
}
