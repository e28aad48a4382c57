package org.agentbroker.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.key.HostPin;
import org.junit.jupiter.api.Test;

class SignPolicyTest {
    private static final Set<HostPin> SERVER = Set.of(Peer.withEd25519().pin());
    private static final Set<HostPin> HOP = Set.of(Peer.withEd25519().pin());
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void takesTheWidestAndTheNarrowest() {
        assertThat(policy("b", SERVER, HOP, 1, Duration.ofNanos(1)).signatures())
                .isEqualTo(1);
        assertThat(policy("borg", SERVER, HOP, 1000, Duration.ofDays(1)).signatures())
                .isEqualTo(1000);
    }

    @Test
    void needsAUserAndPins() {
        refused("a user", "", SERVER, HOP, 1, MINUTE);
        refused("a host key of the destination", "borg", Set.of(), HOP, 1, MINUTE);
        refused("a host key of the hop", "borg", SERVER, Set.of(), 1, MINUTE);
    }

    /** Only where a connection need not tell its hop may it be left open. */
    @Test
    void needsNoHopAtLevelUnboundAlone() {
        assertThat(new SignPolicy(PolicyLevel.UNBOUND, "borg", SERVER, Set.of(), 1, MINUTE).hops())
                .isEmpty();
        assertThatThrownBy(() -> new SignPolicy(PolicyLevel.BOUND, "borg", SERVER, Set.of(), 1, MINUTE))
                .hasMessage("a policy needs a host key of the hop");
        assertThatThrownBy(() -> new SignPolicy(PolicyLevel.UNBOUND, "borg", Set.of(), HOP, 1, MINUTE))
                .hasMessage("a policy needs a host key of the destination");
    }

    @Test
    void boundsTheSignatures() {
        for (int signatures : new int[] {Integer.MIN_VALUE, -1, 0, 1001, Integer.MAX_VALUE}) {
            refused("1 to 1000 signatures", "borg", SERVER, HOP, signatures, MINUTE);
        }
    }

    @Test
    void boundsTheLifetime() {
        for (Duration lifetime : new Duration[] {
            Duration.ZERO, MINUTE.negated(), Duration.ofDays(1).plusNanos(1), Duration.ofSeconds(Long.MAX_VALUE)
        }) {
            refused("a lifetime of at most 24 h", "borg", SERVER, HOP, 1, lifetime);
        }
    }

    @Test
    void cannotBeChangedThroughItsSets() {
        Set<HostPin> pins = new HashSet<>(SERVER);
        SignPolicy policy = policy("borg", pins, HOP, 1, MINUTE);
        pins.add(Peer.withEd25519().pin());

        assertThat(policy.destinations()).isEqualTo(SERVER);
    }

    private static void refused(
            String need, String user, Set<HostPin> servers, Set<HostPin> hops, int signatures, Duration lifetime) {
        assertThatThrownBy(() -> policy(user, servers, hops, signatures, lifetime))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a policy needs " + need);
    }

    private static SignPolicy policy(
            String user, Set<HostPin> servers, Set<HostPin> hops, int signatures, Duration lifetime) {
        return new SignPolicy(PolicyLevel.HOSTBOUND, user, servers, hops, signatures, lifetime);
    }
}
