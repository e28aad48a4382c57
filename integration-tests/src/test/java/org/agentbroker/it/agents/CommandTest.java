package org.agentbroker.it.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Processes;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code broker agent -- COMMAND}: what the command gets, and how the agent ends with it or before it. */
@ExtendWith(LabExtension.class)
class CommandTest {
    private final Lab lab;
    private Path directory;
    private Path socket;

    CommandTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void make() {
        directory = lab.newDirectory();
        socket = directory.resolve("agent");
    }

    @ParameterizedTest
    @CsvSource({
        "exit 0, 0",
        "exit 1, 1",
        "exit 126, 126",
        "exit 127, 127",
        "exit 255, 255",
        "kill -TERM $$, 143",
        "kill -KILL $$, 137"
    })
    void codeOfTheCommandIsItsOwn(String command, int code) throws IOException {
        Result result = BrokerAgent.command(socket, "--", "sh", "-c", "ssh-add -l; " + command)
                .run();

        assertThat(result.exitCode()).isEqualTo(code);
        assertThat(result.stdoutText()).isEqualTo("The agent has no identities.\n");
        assertThat(result.stderr()).isEmpty();
        expectNothingLeft();
    }

    @Test
    void commandThatCannotBeStartedIsSaid() throws IOException {
        Result result = BrokerAgent.command(socket, "--", "/no/such/command").run();

        assertThat(result.exitCode()).isEqualTo(127);
        assertThat(result.stderr())
                .isEqualTo("broker: /no/such/command could not be started\nbroker: hint: check its name and mode\n");
        expectNothingLeft();
    }

    @Test
    void commandKnowsTheAgentAndItsProcess() {
        try (Running agent = BrokerAgent.command(socket, "--", "sh", "-c", "echo $SSH_AUTH_SOCK $SSH_AGENT_PID.")
                .start()) {
            long pid = agent.pid();

            assertThat(agent.waitFor(BrokerAgent.SOON).expectSuccess().stdoutText())
                    .isEqualTo(socket + " " + pid + ".\n");
        }
    }

    @Test
    void agentIsGoneSoonAfterItsCommandAlsoWhileSomebodyIsConnected() throws IOException {
        String command = "echo ready; until [ -e " + directory + "/go ]; do sleep 0.05; done; rm " + directory + "/go";
        try (Running agent =
                BrokerAgent.command(socket, "--", "sh", "-c", command).start()) {
            agent.awaitStdout(Pattern.compile("ready"), BrokerAgent.SOON);
            try (Running connected = BrokerAgent.connect(socket)) {
                Files.createFile(directory.resolve("go"));

                assertThat(agent.waitFor(BrokerAgent.PROMISED).exitCode()).isZero();
                connected.waitFor(BrokerAgent.SOON); // it was cut off
            }
        }
        expectNothingLeft();
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "HUP, 129", "INT, 130"})
    void signalIsHandedToTheCommand(String signal, int code) throws IOException {
        String command = "trap 'echo heard; exit 5' " + signal + "; echo ready; while :; do sleep 0.05; done";
        try (Running agent =
                BrokerAgent.command(socket, "--", "sh", "-c", command).start()) {
            agent.awaitStdout(Pattern.compile("ready"), BrokerAgent.SOON);
            agent.sendSignal(signal);

            Result result = agent.waitFor(BrokerAgent.PROMISED);

            assertThat(result.exitCode()).isEqualTo(code);
            assertThat(result.stdoutText()).isEqualTo("ready\nheard\n");
            assertThat(result.stderr()).isEmpty();
        }
        expectNothingLeft();
    }

    @Test
    void commandThatDoesNotListenGoesOnWithoutTheAgentAndThatIsSaid() throws IOException {
        String command = "trap '' TERM; echo ready; until [ -e " + directory + "/go ]; do sleep 0.05; done";
        try (Running agent =
                BrokerAgent.command(socket, "--", "sh", "-c", command).start()) {
            agent.awaitStdout(Pattern.compile("ready"), BrokerAgent.SOON);
            agent.sendSignal("TERM");

            // the command has broker's outputs and keeps them open
            Await.until("broker ends", BrokerAgent.PROMISED, () -> !agent.isAlive());

            assertThat(socket).doesNotExist();
            Files.createFile(directory.resolve("go"));
            Result result = agent.waitFor(BrokerAgent.SOON);
            assertThat(result.exitCode()).isEqualTo(143);
            assertThat(result.stderr()).matches("broker: warning: sh goes on without its agent, as process [0-9]+\n");
        } finally {
            Files.deleteIfExists(directory.resolve("go"));
        }
        expectNothingLeft();
        Await.until(
                "the command ends",
                BrokerAgent.SOON,
                () -> Processes.matching(Pattern.compile(Pattern.quote(directory.toString())))
                        .isEmpty());
    }

    private void expectNothingLeft() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }
}
