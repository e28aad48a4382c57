package org.agentbroker.agent.wire;

import java.util.List;
import java.util.OptionalLong;

/**
 * How an added key may be used (RFC 9987, 3.2.7).
 *
 * @param lifetime in seconds, 0 to 2^32 - 1; empty when the key stays until it is removed
 * @param confirm a person is asked before each signature
 * @param destinations where it may be used; empty when everywhere
 */
public record KeyConstraints(OptionalLong lifetime, boolean confirm, List<DestinationConstraint> destinations) {
    /** The key may be used by everybody, everywhere, until it is removed. */
    public static final KeyConstraints NONE = new KeyConstraints(OptionalLong.empty(), false, List.of());

    public KeyConstraints {
        destinations = List.copyOf(destinations);
    }
}
