package org.agentbroker.it.examples;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.agentbroker.broker.Broker;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.plan.BorgCommand.Create;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Server;
import org.agentbroker.broker.secret.SecretSource.FromFile;

/** The example of broker/README.md. */
final class OnePull {
    private OnePull() {}

    static Outcome run(Client client, Server server, Path passphrase, List<String> paths) throws InterruptedException {
        // README {
        Pull pull = Pull.of("web1")
                .from(client) // host, port, user, pinned keys, login
                .into(server, "~/web1")
                .passphrase(new FromFile(passphrase))
                .command(new Create("{hostname}-{now}", paths, List.of(), List.of()))
                .build();
        try (Broker broker = Broker.open(event -> System.err.println(event))) {
            return broker.start(pull, OutputStream.nullOutputStream()).await();
        }
        // }
    }
}
