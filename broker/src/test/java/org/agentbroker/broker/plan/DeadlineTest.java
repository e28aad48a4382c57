package org.agentbroker.broker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    @Test
    void isNeverNegative() {
        assertThat(Deadline.in(Duration.ofSeconds(-5)).left()).isZero();
        assertThat(Deadline.in(Duration.ZERO).atMost(Duration.ofSeconds(1))).isZero();
    }

    @Test
    void leavesTheShorterTime() {
        Deadline deadline = Deadline.in(Duration.ofMinutes(1));
        assertThat(deadline.left()).isBetween(Duration.ofSeconds(50), Duration.ofMinutes(1));
        assertThat(deadline.atMost(Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(5));
        assertThat(deadline.atMost(Duration.ofDays(1))).isBetween(Duration.ofSeconds(50), Duration.ofMinutes(1));
    }
}
