package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.agentbroker.it.lab.Cable;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Way;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Client and server are on different continents. */
@ExtendWith({LabExtension.class, NothingLeft.class})
class LatencyTest {
    private static final Duration ONE_WAY = Duration.ofMillis(200);

    @ParameterizedTest
    @EnumSource
    void pullTakesLongerAndWorks(Way way, Lab lab) {
        try (Cable toClient = Cable.to(lab.clientPort()).delay(ONE_WAY);
                Cable toServer = Cable.to(lab.serverPort()).delay(ONE_WAY)) {
            ConfigText config = lab.config().client("port", toClient.portText());
            if (!way.throughHop()) {
                config.server("port", toServer.portText());
            }
            way.in(config).client("repository", lab.newRepository());

            Cli.run(config, "init", "web1").expectSuccess();
            Cli.run(config, "run", "web1", "--archive", "from-afar").expectSuccess();

            assertThat(Cli.run(config, "run", "web1", "--", "list", "--short")
                            .expectSuccess()
                            .stdoutText())
                    .isEqualTo("from-afar\n");
        }
    }
}
