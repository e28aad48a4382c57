package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.IsolatedClient;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Library;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The client is in a network from where the server cannot be reached: all ways back work but the direct one. */
@ExtendWith({LabExtension.class, NothingLeft.class})
class NoRouteTest {

    @Test
    void directIsRefusedWhereNobodyListens(Lab lab) {
        try (IsolatedClient client = lab.isolatedClient()) {
            // the server's address is there as well, and another machine's: its own
            Result result = Cli.run(client.in(lab.config()), "run", "web1");

            Cli.assertFailed(
                    result,
                    69,
                    "web1 cannot reach " + lab.serverUser() + "@127.0.0.1: ssh: connect to host 127.0.0.1 port "
                            + lab.serverPort() + ": Connection refused",
                    "the way from the client to the server");
        }
    }

    @Test
    void directHasNoRoute(Lab lab) {
        try (IsolatedClient client = lab.isolatedClient()) {
            Result result = Cli.run(client.in(lab.config()).server("host", "192.0.2.1"), "run", "web1");

            Cli.assertFailed(result, 69, "port " + lab.serverPort() + ": Network is unreachable", "the way from");
        }
    }

    @Test
    @Timeout(30)
    void directIsGivenUpWhereNobodyAnswers(Lab lab) throws InterruptedException {
        try (IsolatedClient client = lab.isolatedClient();
                Library library = new Library(Library.SHORT)) {
            ConfigText config = client.in(lab.config()).server("host", client.silentAddress());

            Outcome outcome = library.run(config);

            Library.assertFailed(outcome, Cause.UNREACHABLE, "web1 cannot reach ", "the way from the client");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "DIRECT")
    void otherWaysNeedNoRoute(Way way, Lab lab) {
        try (IsolatedClient client = lab.isolatedClient()) {
            ConfigText config = way.in(client.in(lab.config())).client("repository", lab.newRepository());

            Cli.run(config, "init", "web1").expectSuccess();
            Cli.run(config, "run", "web1", "--archive", "far-away").expectSuccess();

            assertThat(Cli.run(config, "run", "web1", "--", "list", "--short")
                            .expectSuccess()
                            .stdoutText())
                    .isEqualTo("far-away\n");
        }
    }
}
