package org.agentbroker.agent.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step that a key may be used for: from one host to the next, as this user ({@code
 * restrict-destination-v00@openssh.com}, OpenSSH PROTOCOL.agent, 2).
 *
 * @param from null for the host that the agent runs on
 * @param userPattern with {@code *} and {@code ?}; empty for any user
 */
public record DestinationConstraint(@Nullable Host from, Host to, Blob userPattern) {

    /** A host by its keys. The name counts with a certificate only: it must be one of its principals. */
    public record Host(String name, List<HostKey> keys) {
        public Host {
            keys = List.copyOf(keys);
        }
    }

    /**
     * A key that proves a host.
     *
     * @param authority the key signs the host's certificate and is not the host's own
     */
    public record HostKey(Blob blob, boolean authority) {}
}
