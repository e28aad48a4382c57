package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.agentbroker.it.lab.Cable;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Way;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Client and server are on different continents. */
@ExtendWith({LabExtension.class, NothingLeft.class})
class LatencyTest {
    private static final Duration ONE_WAY = Duration.ofMillis(200);

    @ParameterizedTest
    @EnumSource(names = "EMBEDDED")
    void pullTakesLongerAndWorks(Way way, Lab lab) {
        try (Cable toClient = Cable.to(lab.clientPort()).delay(ONE_WAY);
                Cable toServer = Cable.to(lab.serverPort()).delay(ONE_WAY)) {
            ConfigText config = SharedRepository.config(lab).client("port", toClient.portText());
            if (!way.throughHop()) {
                config.server("port", toServer.portText());
            }

            Result result = Cli.run(way.in(config), "run", "web1", "--archive", "from-afar-" + way);

            assertThat(result.expectSuccess().stderr()).contains("done: archive from-afar-" + way);
        }
    }
}
