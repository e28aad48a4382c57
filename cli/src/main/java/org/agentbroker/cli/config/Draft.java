package org.agentbroker.cli.config;

import java.nio.file.Path;
import java.util.List;
import org.agentbroker.broker.hostkey.Host;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.plan.Pull;
import org.jspecify.annotations.Nullable;

/**
 * A client as far as it can be told before its host keys are pinned and its keys are made.
 *
 * @param pull complete, but for the pins, of which there may be none
 * @param hosts whose keys count: those before the client, the nearest first, the client, and the server if its sshd does
 */
public record Draft(Pull pull, List<Pinned> hosts) {
    public Draft {
        hosts = List.copyOf(hosts);
    }

    /**
     * A host that is in no config, and of which nothing is pinned.
     *
     * @param target {@code user@host[:port]}
     */
    public static Pinned unknown(String target) throws InvalidConfig {
        Problems problems = new Problems();
        Address address = problems.attempt(Place.in(target), Address.STAND_IN, () -> Address.of(target));
        problems.throwIfAny();
        Client.Identity nobody = new Client.OutsideAgent(Path.of(""));
        Client reach = new Client(address.host(), address.port(), address.user(), List.of(), nobody);
        return new Pinned(Host.client(target, reach), null, target);
    }

    /**
     * @param file the known_hosts where its pins are kept; null when they stand in the config
     * @param section where they stand in the config
     */
    public record Pinned(Host host, @Nullable Path file, String section) {
        /** Whether any key is pinned. */
        public boolean isPinned() {
            return !host.reach().pins().isEmpty();
        }
    }
}
