package org.agentbroker.broker.hostkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.broker.hostkey.Shown.State;
import org.junit.jupiter.api.Test;

class ShownTest {
    private final HostPin ed = Pins.ed25519();
    private final HostPin otherEd = Pins.ed25519();
    private final HostPin ecdsa = Pins.ECDSA;

    private static List<State> states(List<HostPin> shown, List<HostPin> pinned) {
        return Shown.compare(shown, pinned).stream().map(Shown::state).toList();
    }

    @Test
    void allAreNewOfAHostWithoutPins() {
        assertThat(states(List.of(ed, ecdsa), List.of())).containsExactly(State.NEW, State.NEW);
    }

    @Test
    void anotherTypeIsNewBesideThePinnedKey() {
        assertThat(states(List.of(ed, ecdsa), List.of(ed))).containsExactly(State.PINNED, State.NEW);
    }

    @Test
    void anotherKeyOfThePinnedTypeHasChanged() {
        List<Shown> shown = Shown.compare(List.of(otherEd, ecdsa), List.of(ed, ecdsa));

        assertThat(shown.get(0).state()).isEqualTo(State.CHANGED);
        assertThat(shown.get(0).pinned()).containsExactly(ed);
        assertThat(shown.get(1).state()).isEqualTo(State.PINNED);
    }

    /** Somebody in the middle would leave the types out of which he has no key. */
    @Test
    void aHostThatShowsNoneOfItsPinsHasChangedWhateverTheTypes() {
        List<Shown> shown = Shown.compare(List.of(ecdsa), List.of(ed));

        assertThat(shown.get(0).state()).isEqualTo(State.CHANGED);
        assertThat(shown.get(0).pinned()).containsExactly(ed);
    }

    @Test
    void oneOfTwoPinsOfATypeIsEnough() {
        assertThat(states(List.of(ed), List.of(otherEd, ed))).containsExactly(State.PINNED);
    }
}
