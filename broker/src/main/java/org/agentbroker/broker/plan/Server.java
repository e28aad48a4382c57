package org.agentbroker.broker.plan;

import java.nio.file.Path;
import java.util.List;
import org.agentbroker.agent.key.HostPin;
import org.jspecify.annotations.Nullable;

/**
 * The machine that holds the repository, as the client sees it. It is the one on which broker runs, but for
 * {@link Return#DIRECT} with a key of one's own.
 *
 * @param host stands in the repository's URL and in the pins, whatever the way there
 * @param pins host keys of its sshd; may be empty where that plays no part, see {@link Return#usesSshd}
 */
public record Server(String user, String host, int port, List<HostPin> pins, Local local) {
    public Server {
        pins = List.copyOf(pins);
    }

    /** With the usual places on this machine. */
    public Server(String user, String host, int port, List<HostPin> pins) {
        this(user, host, port, pins, Local.usual(port));
    }

    /**
     * What broker uses of the server on this machine.
     *
     * @param sshdHost where its sshd is reached from here, for {@link Return#TUNNEL}
     * @param sshdPort likewise
     * @param authorizedKeys of {@link Server#user}, for keys that last one pull; null for the one in that user's home
     * @param borg the program that serves the repository: a name, or an absolute path
     */
    public record Local(
            String sshdHost, int sshdPort, @Nullable Path authorizedKeys, String borg) {
        public static Local usual(int port) {
            return new Local("localhost", port, null, "borg");
        }
    }
}
