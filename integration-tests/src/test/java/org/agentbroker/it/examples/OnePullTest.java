package org.agentbroker.it.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.broker.Broker;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.outcome.ArchiveSummary;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Completed;
import org.agentbroker.broker.plan.BorgCommand.Init;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Server;
import org.agentbroker.broker.secret.SecretSource.FromFile;
import org.agentbroker.broker.secret.SecretSource.None;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LabExtension.class)
class OnePullTest {
    @Test
    void theExampleMakesAnArchive(Lab lab) throws Exception {
        Client.KeyFile login = new Client.KeyFile(lab.identity(), new None());
        HostPin clientPin = HostPin.parse(lab.clientHostKey());
        Client client = new Client("127.0.0.1", lab.clientPort(), lab.clientUser(), List.of(clientPin), login);
        Server server = new Server(lab.serverUser(), "127.0.0.1", 22, List.of());
        init(lab, client, server);

        Outcome outcome = OnePull.run(
                client, server, lab.passphraseFile(), List.of(lab.clientData().toString()));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Completed.class,
                        done -> assertThat(done.archive())
                                .isNotNull()
                                .extracting(ArchiveSummary::files)
                                .isEqualTo(10L));
    }

    private static void init(Lab lab, Client client, Server server) throws InterruptedException {
        Pull init = Pull.of("web1")
                .from(client)
                .into(server, "~/web1")
                .passphrase(new FromFile(lab.passphraseFile()))
                .command(new Init("repokey-blake2"))
                .build();
        try (Broker broker = Broker.open(PullListener.none())) {
            assertThat(broker.start(init, OutputStream.nullOutputStream()).await())
                    .isInstanceOf(Completed.class);
        }
    }

    @Test
    void theReadmeShowsTheExample() throws Exception {
        assertThat(Path.of("../broker/README.md")).content().contains(Example.in("OnePull"));
    }
}
