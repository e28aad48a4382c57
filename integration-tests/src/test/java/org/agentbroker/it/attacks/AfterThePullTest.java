package org.agentbroker.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.ClientFile;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A process of the attacker's that lives longer than the pull. */
@ExtendWith(LabExtension.class)
class AfterThePullTest {

    @Test
    void neitherTheSocketNorAConnectionKeptOpenIsOfUse(Lab lab) throws IOException {
        Path report = ClientFile.directory(lab).resolve("report");
        HostilePull pull = new HostilePull(lab);

        pull.run(pull.attack("outlive=" + report), "echo \"socket $SSH_AUTH_SOCK\"", HostilePull.REAL_BORG)
                .expectListing();

        Await.until("the attacker has tried", Duration.ofSeconds(20), () -> Files.exists(report));
        assertThat(report).content().startsWith("old connection: closed").contains("\nnew connection: ");
        assertThat(Files.readString(report)).containsPattern("new connection: (FileNotFoundError|ConnectionRefused.*)");
    }
}
