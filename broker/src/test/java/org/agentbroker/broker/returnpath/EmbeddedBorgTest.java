package org.agentbroker.broker.returnpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.agentbroker.broker.fixture.Programs;
import org.agentbroker.broker.returnpath.EmbeddedEvent.Ended;
import org.agentbroker.broker.returnpath.EmbeddedEvent.OddCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Borg at both ends. */
class EmbeddedBorgTest {
    @TempDir
    Path directory;

    @Test
    void aBackupArrivesAndALostClientLeavesNoLock() throws Exception {
        String borg = Programs.require("borg");
        Path repository = directory.resolve("repository");
        ServeStarter serve = () -> {
            ProcessBuilder builder =
                    new ProcessBuilder(borg, "serve", "--restrict-to-repository", repository.toString());
            builder.environment()
                    .put("BORG_BASE_DIR", directory.resolve("server").toString());
            return builder.start();
        };
        try (Endpoint endpoint = Endpoint.open(directory, Patience.USUAL, 4, serve)) {
            Path file = Files.writeString(directory.resolve("file"), "precious");
            String url = "ssh://borgs@server" + repository;
            assertDone(borg(endpoint, borg, "init", "--encryption=none", url));
            assertDone(borg(endpoint, borg, "create", url + "::first", file.toString()));

            Process interrupted = borg(endpoint, borg, "create", url + "::second", "-");
            feed(interrupted);
            assertThat(repository.resolve("lock.exclusive")).exists();
            interrupted.descendants().forEach(ProcessHandle::destroyForcibly);
            interrupted.destroyForcibly().waitFor();
            Endpoint.await(() ->
                    endpoint.events.stream().filter(Ended.class::isInstance).count() == 3);
            assertThat(repository.resolve("lock.exclusive")).doesNotExist();

            Process list = borg(endpoint, borg, "list", "--short", url + "::first");
            assertThat(new String(list.getInputStream().readAllBytes()).strip())
                    .isEqualTo(file.toString().substring(1));
            assertThat(endpoint.events).noneMatch(OddCommand.class::isInstance);
        }
    }

    private Process borg(Endpoint endpoint, String... command) throws IOException {
        List<String> ssh = endpoint.ssh(List.of());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .putAll(Map.of(
                        "BORG_RSH",
                        ssh.subList(0, ssh.size() - 1).stream()
                                .map(word -> "'" + word + "'")
                                .collect(Collectors.joining(" ")),
                        "BORG_BASE_DIR",
                        directory.resolve("client").toString(),
                        "BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK",
                        "yes"));
        return builder.start();
    }

    private static void assertDone(Process borg) throws InterruptedException {
        assertThat(borg.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(borg.exitValue()).isZero();
    }

    // more than fits into all buffers between here and the repository
    private static void feed(Process borg) throws IOException {
        byte[] chunk = new byte[1 << 20];
        Random random = new Random(5);
        OutputStream out = borg.getOutputStream();
        for (int i = 0; i < 40; i++) {
            random.nextBytes(chunk);
            out.write(chunk);
        }
        out.flush();
    }
}
