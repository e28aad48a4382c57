package org.agentbroker.it.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code broker agent} in the foreground: which signals end it, with which code, and with nothing left behind. */
@ExtendWith(LabExtension.class)
class EndTest {
    private final Lab lab;
    private Path directory;
    private Path socket;

    EndTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void make() {
        directory = lab.newDirectory();
        socket = directory.resolve("agent");
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
    void signalEndsItAndRemovesTheSocket(String signal, int code) throws IOException {
        try (BrokerAgent agent = BrokerAgent.started(socket, BrokerAgent.command(socket));
                Running connected = BrokerAgent.connect(socket)) {
            agent.process().sendSignal(signal);

            Result result = agent.process().waitFor(BrokerAgent.PROMISED);

            assertThat(result.exitCode()).isEqualTo(code);
            assertThat(result.stderr()).isEmpty();
            expectNothingLeft();
            connected.waitFor(BrokerAgent.SOON); // it was cut off
        }
    }

    @Test
    void closedOutputsAreNoReasonToEnd() {
        String shell = "exec \"$0\" agent --socket " + socket + " >&- 2>&-";
        try (Running agent = Command.of(
                        "sh", "-c", shell, BrokerProcess.binary().toString())
                .env("HOME", BrokerProcess.home())
                .start()) {
            Command list = Command.of("ssh-add", "-l").env("SSH_AUTH_SOCK", socket);
            Await.until("it answers", BrokerAgent.SOON, () -> list.run().exitCode() == 1);
            agent.sendSignal("TERM");

            assertThat(agent.waitFor(BrokerAgent.PROMISED).exitCode()).isEqualTo(143);
            assertThat(socket).doesNotExist();
        }
    }

    @Test
    void usr1RemovesAllKeysAndEndsNothing() {
        KeyFile key = KeyFile.make("ed25519", lab.newDirectory().resolve("key"));
        try (BrokerAgent agent = BrokerAgent.started(socket, BrokerAgent.command(socket))) {
            for (int i = 0; i < 3; i++) {
                agent.sshAdd(key.toString()).expectSuccess();
                agent.process().sendSignal("USR1");

                Await.until(
                        "they are gone", BrokerAgent.SOON, () -> agent.listed().isEmpty());
            }
            assertThat(agent.signs(key.open())).isFalse();
        }
    }

    private void expectNothingLeft() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }
}
