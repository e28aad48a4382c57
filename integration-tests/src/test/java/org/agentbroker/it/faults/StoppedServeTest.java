package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Processes;
import org.agentbroker.it.lab.Running;
import org.agentbroker.it.lab.Way;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** borg serve reads nothing for a while: what the client has to send waits there, not in broker. */
@ExtendWith({LabExtension.class, NothingLeft.class})
class StoppedServeTest {
    private static final Pattern SERVE = Pattern.compile("borg serve ");
    private static final String MEMORY = "-Xmx64m -XX:+ExitOnOutOfMemoryError";
    private static final int MEBIBYTE = 1 << 20;
    private static final int MEBIBYTES = 220;
    private static final Duration LIMIT = Duration.ofSeconds(120);

    /** The longer stop is more than the client's ssh waits for a sign of life. */
    @ParameterizedTest
    @CsvSource("EMBEDDED, 17")
    void fillsNoHeapAndIsWaitedFor(Way way, int seconds, Lab lab) throws IOException {
        String repository = lab.newRepository();
        ConfigText config = way.in(lab.config().client("repository", repository));
        Path data = lab.directory().resolve("client/much-data");
        Cli.run(config, "init", "web1").expectSuccess();
        fill(data);
        try (Running running = Cli.command(config.create("paths", "[" + data + "]"), "run", "web1")
                .env("JAVA_TOOL_OPTIONS", MEMORY)
                .start()) {
            Path segments = lab.repositoryPath(repository).resolve("data/0");
            Await.until("a create is under way", LIMIT, () -> size(segments) > 8 * MEBIBYTE, running::stderr);
            List<Processes.Entry> serve = Processes.ofUser(lab.serverUser(), SERVE);
            signal("STOP", serve);
            long since = System.nanoTime();
            Await.until(
                    "it has been stopped for long",
                    LIMIT,
                    () -> System.nanoTime() - since
                            > Duration.ofSeconds(seconds).toNanos());
            assertThat(size(segments)).isLessThan(MEBIBYTES * (long) MEBIBYTE);
            assertThat(running.isAlive()).as(running.stderr()).isTrue();
            signal("CONT", serve);

            running.waitFor(LIMIT).expectSuccess();
            assertThat(size(segments)).isGreaterThan(MEBIBYTES * (long) MEBIBYTE);
        } finally {
            Files.delete(data);
            Command.of("rm", "-rf", lab.repositoryPath(repository).toString())
                    .run()
                    .expectSuccess();
        }
    }

    private static void fill(Path file) throws IOException {
        try (InputStream random = Files.newInputStream(Path.of("/dev/urandom"));
                var out = Files.newOutputStream(file)) {
            for (int i = 0; i < MEBIBYTES; i++) {
                out.write(random.readNBytes(MEBIBYTE));
            }
        }
    }

    private static void signal(String name, List<Processes.Entry> processes) {
        assertThat(processes).isNotEmpty();
        processes.forEach(process -> Command.of("kill", "-s", name, Integer.toString(process.pid()))
                .run()
                .expectSuccess());
    }

    private static long size(Path directory) {
        try (var files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            return 0; // not made yet
        }
    }
}
