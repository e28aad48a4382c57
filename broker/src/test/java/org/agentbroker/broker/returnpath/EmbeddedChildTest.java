package org.agentbroker.broker.returnpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.agentbroker.broker.returnpath.EmbeddedEvent.Ended;
import org.agentbroker.broker.returnpath.EmbeddedEvent.NotStarted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the child, with OpenSSH's client at the other end. */
class EmbeddedChildTest {
    @TempDir
    Path directory;

    @Test
    void outputErrorsAndStatusArrive() throws Exception {
        try (Endpoint endpoint = Endpoint.open(directory, "sh", "-c", "cat; echo out; echo err >&2; exit 3")) {
            assertThat(Endpoint.run(endpoint.ssh(List.of(), "borg serve"), "in\n"))
                    .isEqualTo(new Endpoint.Result(3, "in\nout\n", "err\n"));
            assertThat(endpoint.server.lastExit()).contains(new ChildExit(3, false));
        }
    }

    @Test
    void aSignalIsAStatusOf128AndMore() throws Exception {
        try (Endpoint endpoint = Endpoint.open(directory, "sh", "-c", "kill -KILL $$")) {
            assertThat(Endpoint.run(endpoint.ssh(List.of(), "borg serve"), "").status())
                    .isEqualTo(128 + 9);
            assertThat(endpoint.server.lastExit().flatMap(exit -> Optional.of(exit.signal())))
                    .hasValueSatisfying(signal -> assertThat(signal).hasValue(9));
        }
    }

    @Test
    void aChildThatCannotBeStartedIsNotFound() throws Exception {
        try (Endpoint endpoint = Endpoint.open(directory, "/no/such/program")) {
            Endpoint.Result result = Endpoint.run(endpoint.ssh(List.of(), "borg serve"), "hello");
            assertThat(result.status()).isEqualTo(127);
            assertThat(result.err()).startsWith("borg: not found").doesNotContain("/no/such");
            assertThat(endpoint.events)
                    .anySatisfy(event -> assertThat(event)
                            .isInstanceOfSatisfying(
                                    NotStarted.class,
                                    told -> assertThat(told.message()).contains("/no/such/program")));
        }
    }

    @Test
    void aChildThatReadsNothingHoldsNobodyUp() throws Exception {
        try (Endpoint endpoint = Endpoint.open(directory, "sh", "-c", "exec <&-; echo done; sleep 1; exit 4")) {
            String input = "x".repeat(8 << 20);
            assertThat(Endpoint.run(endpoint.ssh(List.of(), "borg serve"), input))
                    .isEqualTo(new Endpoint.Result(4, "done\n", ""));
        }
    }

    @Test
    void theEndOfTheClientIsTheEndOfTheChildsInput() throws Exception {
        Path seen = directory.resolve("seen");
        try (Endpoint endpoint = Endpoint.open(directory, "sh", "-c", "cat > " + seen + "; echo end >> " + seen)) {
            Process client = started(endpoint, seen);
            client.destroyForcibly().waitFor();
            endpoint.awaitEvent(Ended.class);
            assertThat(seen).hasContent("hello\nend");
            assertThat(endpoint.server.lastExit()).contains(new ChildExit(0, true));
        }
    }

    @Test
    void closeEndsAChildThatEndsByItself() throws Exception {
        Path seen = directory.resolve("seen");
        Endpoint endpoint = Endpoint.open(directory, "sh", "-c", "cat > " + seen + "; echo end >> " + seen);
        try (endpoint) {
            started(endpoint, seen);
        }
        assertThat(seen).hasContent("hello\nend");
        assertThat(endpoint.server.lastExit()).contains(new ChildExit(0, true));
    }

    @Test
    void closeTerminatesAChildThatDoesNot() throws Exception {
        Path seen = directory.resolve("seen");
        Endpoint endpoint = hurried("cat > " + seen + "; exec sleep 100", false);
        try (endpoint) {
            started(endpoint, seen);
        }
        assertThat(endpoint.server.lastExit()).contains(new ChildExit(128 + 15, true));
    }

    @Test
    void closeKillsAWholeGroupThatDoesNotHearTerm() throws Exception {
        Path seen = directory.resolve("seen");
        Path pid = directory.resolve("pid");
        Endpoint endpoint = hurried(
                "trap '' TERM; cat > " + seen + "; sleep 100 & echo $! > " + pid + "; while :; do wait; done", true);
        try (endpoint) {
            started(endpoint, seen);
        }
        assertThat(endpoint.server.lastExit()).contains(new ChildExit(128 + 9, true));
        long grandchild = Long.parseLong(Files.readString(pid).strip());
        Endpoint.await(() -> ProcessHandle.of(grandchild).isEmpty());
    }

    @Test
    void whatTheChildLeftBehindIsKilledWithItsGroup() throws Exception {
        Endpoint endpoint = hurried("sleep 100 & echo $!", true);
        try (endpoint) {
            Endpoint.Result result = Endpoint.run(endpoint.ssh(List.of(), "borg serve"), "");
            assertThat(result.status()).isZero();
            Endpoint.await(
                    () -> ProcessHandle.of(Long.parseLong(result.out().strip())).isEmpty());
        }
    }

    @Test
    void nothingOfItRunsOnAfterClose() throws Exception {
        Endpoint endpoint = hurried("exec sleep 100", false);
        try (endpoint;
                Stranger stranger = new Stranger(endpoint)) {
            Process client = new ProcessBuilder(endpoint.ssh(List.of(), "borg serve")).start();
            Endpoint.await(endpoint.server::hasLoggedIn);
            endpoint.server.close();
            Endpoint.await(() -> endpoint.executor.getActiveCount() == 0);
            assertThat(client.waitFor()).isEqualTo(255);
            stranger.awaitEnd();
        }
    }

    private Endpoint hurried(String script, boolean group) throws IOException, InterruptedException {
        return Endpoint.open(directory, Endpoint.hurried(), 1, new ServeStarter() {
            @Override
            public Process start() throws IOException {
                return group
                        ? new ProcessBuilder("setsid", "sh", "-c", script).start()
                        : new ProcessBuilder("sh", "-c", script).start();
            }

            @Override
            public boolean leadsGroup() {
                return group;
            }
        });
    }

    /** A client whose first line the child has written to the file. */
    private static Process started(Endpoint endpoint, Path seen) throws Exception {
        Process client = new ProcessBuilder(endpoint.ssh(List.of(), "borg serve")).start();
        client.getOutputStream().write("hello\n".getBytes());
        client.getOutputStream().flush();
        Endpoint.await(() -> Files.exists(seen) && seen.toFile().length() == 6);
        assertThat(client.waitFor(0, TimeUnit.SECONDS)).isFalse();
        return client;
    }
}
