package org.agentbroker.broker.hostkey;

import java.util.List;
import org.agentbroker.agent.key.HostPin;

/**
 * A host key that a host has shown, and holds the private half of.
 *
 * @param pinned what is pinned in its place; empty unless it has changed
 */
public record Shown(HostPin key, State state, List<HostPin> pinned) {
    public Shown {
        pinned = List.copyOf(pinned);
    }

    /** How it stands to what is pinned. */
    public enum State {
        PINNED,
        /** Another key of the host is pinned and shown, or none is pinned at all. */
        NEW,
        /** Another key of this type is pinned, or none of the pinned keys is shown any more. */
        CHANGED
    }

    /** @param pinned all pins of the host */
    public static List<Shown> compare(List<HostPin> shown, List<HostPin> pinned) {
        // somebody in the middle can show keys of types that are not pinned, but none that is
        boolean known = pinned.isEmpty() || shown.stream().anyMatch(pinned::contains);
        return shown.stream().map(key -> compare(key, pinned, known)).toList();
    }

    private static Shown compare(HostPin key, List<HostPin> pinned, boolean known) {
        if (pinned.contains(key)) {
            return new Shown(key, State.PINNED, List.of());
        }
        List<HostPin> sameType = pinned.stream()
                .filter(pin -> pin.keyType().equals(key.keyType()))
                .toList();
        if (sameType.isEmpty() && known) {
            return new Shown(key, State.NEW, List.of());
        }
        return new Shown(key, State.CHANGED, sameType.isEmpty() ? pinned : sameType);
    }
}
