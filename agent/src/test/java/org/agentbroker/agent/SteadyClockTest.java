package org.agentbroker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    @Test
    void startsAtWallTimeAndNeverGoesBack() {
        Instant before = Instant.now();
        SteadyClock clock = new SteadyClock();
        Instant last = clock.instant();
        assertThat(Duration.between(before, last)).isBetween(Duration.ZERO, Duration.ofMinutes(1));
        for (int i = 0; i < 1000; i++) {
            Instant next = clock.instant();
            assertThat(next).isAfterOrEqualTo(last);
            last = next;
        }
    }
}
