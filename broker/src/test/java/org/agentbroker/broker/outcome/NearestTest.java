package org.agentbroker.broker.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    @ParameterizedTest
    @CsvSource({
        "port, port, 0",
        "prot, port, 1",
        "pot, port, 1",
        "ports, port, 1",
        "part, port, 1",
        "Port, port, 0",
        "lockwait, lock-wait, 1",
        "lock_wait, lock-wait, 1",
        "key, user, 3",
        "'', ab, 2"
    })
    void counts_mistakes(String typed, String meant, int mistakes) {
        assertThat(Nearest.distance(typed, meant)).isEqualTo(mistakes);
        assertThat(Nearest.distance(meant, typed)).isEqualTo(mistakes);
    }

    @Test
    void takes_the_nearest_that_is_near_enough() {
        List<String> keys = List.of("host", "port", "passphrase", "key-passphrase");
        assertThat(Nearest.to("prt", keys)).contains("port");
        assertThat(Nearest.to("passhprse", keys)).contains("passphrase");
        assertThat(Nearest.to("past", keys)).as("two mistakes in a short word").isEmpty();
        assertThat(Nearest.to("anything", keys)).isEmpty();
    }
}
