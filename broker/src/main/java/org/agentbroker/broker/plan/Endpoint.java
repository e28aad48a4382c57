package org.agentbroker.broker.plan;

import java.util.List;
import org.agentbroker.agent.key.HostPin;

/** Where the client's borg goes to, as the client sees it. */
public sealed interface Endpoint {

    /**
     * An SSH server.
     *
     * @param pins its host keys; one at least
     * @param withinHop it is reached over the hop, and protected by that as well
     */
    record Ssh(String host, int port, List<HostPin> pins, boolean withinHop) implements Endpoint {
        public Ssh {
            pins = List.copyOf(pins);
        }
    }

    /** A unix socket with {@code borg serve} behind it; the directory around it is made for it. */
    record Socket(String directory) implements Endpoint {
        public String path() {
            return directory + "/s";
        }
    }
}
