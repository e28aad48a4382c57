package org.agentbroker.it.use;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.ReadyRepository;
import org.agentbroker.it.lab.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code bin/broker}: where it is called from, and on which JVM. */
@ExtendWith(LabExtension.class)
class LauncherTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void worksThroughLinksFromAnyDirectory(Lab lab) throws IOException {
        Path directory = lab.newDirectory();
        Path first = Files.createSymbolicLink(directory.resolve("first"), BrokerProcess.binary());
        Files.createSymbolicLink(directory.resolve("second"), first.getFileName());

        String shell = "cd /; " + directory + "/second --version; cd " + directory + "; ./second nonsense; echo $?";
        String output = Command.of("sh", "-c", shell).run().stdoutText();

        assertThat(output).matches("broker [0-9]\\S+\n64\n");
    }

    @ParameterizedTest
    @MethodSource("installed")
    void pullsOnEachJvmThatJavaHomeNames(Path home, Lab lab) {
        Command command = BrokerProcess.command(
                        "--config", Use.ready(lab).write().toString(), "run", "web1", "--", "list", "--short")
                .env("BROKER_JAVA_HOME", "")
                .env("JAVA_HOME", home);
        try (Running running = command.start()) {
            Await.until("a JVM runs", SOON, () -> program(running).endsWith("bin/java"), running::stderr);
            assertThat(program(running)).startsWith(home);

            assertThat(running.waitFor(SOON).expectSuccess().stdoutText()).isEqualTo(ReadyRepository.ARCHIVE + "\n");
        }
    }

    static List<Path> installed() throws IOException {
        try (Stream<Path> homes = Files.list(Path.of("/usr/lib/jvm"))) {
            return homes.filter(home -> !Files.isSymbolicLink(home) && Files.isExecutable(home.resolve("bin/java")))
                    .sorted()
                    .toList();
        }
    }

    private static Path program(Running running) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + running.pid() + "/exe"));
        } catch (IOException e) {
            throw new UncheckedIOException(running.stderr(), e);
        }
    }
}
