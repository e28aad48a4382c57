package org.agentbroker.it.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the JVM would do to an agent's streams and words if it were let. */
@ExtendWith(LabExtension.class)
class StartTest {
    // the words of this JVM's own children are in its locale
    private static final String BYTES =
            "w=$(printf 'caf\\303\\251 \\377'); exec \"$0\" agent -- printf '%s|' \"$w\" \"it's\" ''";

    @ParameterizedTest
    @MethodSource("installed")
    void noJvmSaysAnything(Path home, Lab lab) {
        Path socket = lab.newDirectory().resolve("agent");
        Command command = BrokerAgent.command(socket).env("BROKER_JAVA_HOME", home);
        try (BrokerAgent agent = BrokerAgent.started(socket, command)) {
            agent.process().sendSignal("QUIT"); // a JVM answers it by pages on standard output
            assertThat(agent.listed()).isEmpty();
            agent.process().sendSignal("TERM");

            Result result = agent.process().waitFor(BrokerAgent.PROMISED);

            assertThat(result.stdoutText().lines()).hasSize(2);
            assertThat(result.stderr()).isEmpty();
            assertThat(result.exitCode()).isEqualTo(143);
        }
    }

    static List<Path> installed() throws IOException {
        try (Stream<Path> homes = Files.list(Path.of("/usr/lib/jvm"))) {
            return homes.filter(home -> !Files.isSymbolicLink(home) && Files.isExecutable(home.resolve("bin/java")))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("installed")
    void theCommandGetsTheBytesThatWereTyped(Path home) {
        Result result = Command.of("sh", "-c", BYTES, BrokerProcess.binary().toString())
                .env("BROKER_JAVA_HOME", home)
                .env("LC_ALL", "C")
                .run()
                .expectSuccess();

        assertThat(new String(result.stdout(), StandardCharsets.ISO_8859_1)).isEqualTo("caf\303\251 \377|it's||");
    }

    @Test
    void aClosedStreamIsNotTakenForOneOfTheJvmsFiles() {
        String streams = "exec \"$0\" agent -- sh -c 'f=$(readlink /proc/$$/fd/0 /proc/$$/fd/1); echo $f >&2' <&- >&-";

        Result result = Command.of("sh", "-c", streams, BrokerProcess.binary().toString())
                .run()
                .expectSuccess();

        assertThat(result.stderr()).isEqualTo("/dev/null /dev/null\n");
    }
}
