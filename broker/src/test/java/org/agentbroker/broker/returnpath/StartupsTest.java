package org.agentbroker.broker.returnpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.broker.link.FarEnd;
import org.agentbroker.broker.returnpath.Startups.Stage;
import org.apache.sshd.server.SshServer;
import org.junit.jupiter.api.Test;

class StartupsTest {
    private final Startups startups = new Startups(6);

    @Test
    void theOldestOfTheMostCrowdedStageLosesItsPlace() {
        List<Arrival> arrivals = new ArrayList<>();
        for (Stage stage : List.of(Stage.KEYS, Stage.BANNER, Stage.KEYS, Stage.CONNECTED, Stage.KEYS, Stage.BANNER)) {
            arrivals.add(arrival(stage));
        }
        arrivals.forEach(arrival -> assertThat(startups.admit(arrival)).isNull());
        assertThat(startups.admit(arrival(Stage.CONNECTED))).isSameAs(arrivals.get(0));
        assertThat(startups.admit(arrival(Stage.CONNECTED))).isSameAs(arrivals.get(3));
    }

    @Test
    void aLoginUnderWayOutlivesAnyNumberOfSilentOnes() {
        Arrival login = arrival(Stage.KEYS);
        startups.admit(login);
        for (int i = 0; i < 1000; i++) {
            assertThat(startups.admit(arrival(Stage.CONNECTED))).isNotSameAs(login);
        }
    }

    @Test
    void aNewcomerFindsAPlaceAmongThoseWhoHaveComeFar() {
        for (int i = 0; i < 6; i++) {
            startups.admit(arrival(Stage.KEYS));
        }
        Arrival newcomer = arrival(Stage.CONNECTED);
        for (int i = 0; i < 5; i++) {
            assertThat(startups.admit(i == 0 ? newcomer : arrival(Stage.BANNER)))
                    .isNotSameAs(newcomer);
        }
    }

    @Test
    void whoLeavesGivesUpItsPlace() {
        Arrival first = arrival(Stage.CONNECTED);
        startups.admit(first);
        startups.leave(first);
        for (int i = 0; i < 6; i++) {
            assertThat(startups.admit(arrival(Stage.CONNECTED))).isNull();
        }
        assertThat(startups.clear()).hasSize(6).doesNotContain(first);
        assertThat(startups.clear()).isEmpty();
    }

    @SuppressWarnings("NullAway")
    private static Arrival arrival(Stage stage) {
        Arrival arrival = new Arrival(new SshServer(), null, new FarEnd() {
            @Override
            public OutputStream out() {
                return OutputStream.nullOutputStream();
            }

            @Override
            public void close() {
                // nothing is open
            }
        });
        arrival.reached(stage);
        return arrival;
    }
}
