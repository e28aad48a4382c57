package org.agentbroker.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The general agent as a process with a heap of 64 MiB, and a thousand peers of which few mean well. */
@Timeout(120)
class AgentOnASocketTest {
    private static final int PEERS_OF_A_KIND = 100;
    private static final int ASKING = 500;
    private static final int ASKERS = 10;
    private static final int REQUESTS = 100_000;
    // the heap, the code of both compilers, and for each peer a thread and an answer that it does not take
    private static final long MOST_MEBIBYTES = 320;

    @TempDir
    private Path directory;

    private final List<AgentPeer> peers = new ArrayList<>();
    private final List<AgentPeer> closedTheirEnd = new ArrayList<>();
    private final List<AgentPeer> slow = new ArrayList<>();

    @Test
    void outlivesAThousandPeersAndAHundredThousandRequests() throws Exception {
        Path socket = directory.resolve("agent");
        try (Running agent = BrokerProcess.command("agent", "--socket", socket.toString())
                .env("JAVA_TOOL_OPTIONS", "-Xmx64m")
                .start()) {
            Await.until("it listens", Duration.ofSeconds(30), () -> listens(socket), agent::stderr);
            fill(socket);

            standInTheWay(socket);
            ask(socket);
            for (AgentPeer peer : closedTheirEnd) {
                assertThat(peer.answer()).as("to what came before the end").startsWith(12);
            }
            for (AgentPeer peer : slow) {
                peer.write(new byte[] {1, 11});
                assertThat(peer.answer()).as("to what took its time").startsWith(12);
            }

            long start = System.nanoTime();
            try (AgentPeer late = AgentPeer.connect(socket)) {
                assertThat(late.ask(11)).startsWith(12);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            assertThat(agent.isAlive()).isTrue();
            assertThat(agent.stderr()).doesNotContain("OutOfMemory", "Exception");
            assertThat(PeakMemory.mebibytes(agent)).isLessThan(MOST_MEBIBYTES);
        } finally {
            for (AgentPeer peer : peers) {
                peer.close();
            }
        }
    }

    private static boolean listens(Path socket) {
        try (AgentPeer peer = AgentPeer.connect(socket)) {
            return peer.ask(11)[0] == 12;
        } catch (IOException e) {
            return false;
        }
    }

    /** With keys whose comments are long, until the agent has no room for one more: lists are then as long as can be. */
    private static void fill(Path socket) throws Exception {
        int added = 0;
        try (AgentPeer peer = AgentPeer.connect(socket)) {
            while (peer.ask(AgentPeer.newKey("c".repeat(10_000)))[0] == 6) {
                added++;
            }
            assertThat(added).isBetween(20, 30);
            assertThat(peer.ask(11)).hasSizeGreaterThan(240_000);
        }
    }

    private void standInTheWay(Path socket) throws IOException {
        for (int i = 0; i < PEERS_OF_A_KIND; i++) {
            AgentPeer announces = connect(socket);
            announces.write(new byte[] {0, 4, 0, 0});

            AgentPeer sendsHalf = connect(socket);
            sendsHalf.write(new byte[] {0, 4, 0, 0, 25});
            sendsHalf.writeWhatIsTaken(new byte[128 * 1024]);

            AgentPeer neverReads = connect(socket);
            for (int list = 0; list < 20; list++) {
                neverReads.write(new byte[] {0, 0, 0, 1, 11});
            }

            AgentPeer goes = connect(socket);
            goes.write(new byte[] {0, 0, 0, 1, 11});
            goes.endOutput();
            closedTheirEnd.add(goes);

            AgentPeer writesSlowly = connect(socket);
            writesSlowly.write(new byte[] {0, 0});
            writesSlowly.write(new byte[] {0});
            slow.add(writesSlowly);
        }
    }

    private AgentPeer connect(Path socket) throws IOException {
        AgentPeer peer = AgentPeer.connect(socket);
        peers.add(peer);
        return peer;
    }

    /** Good and bad requests in turns, over connections that all stay open; every one of them gets its answer. */
    private void ask(Path socket) throws Exception {
        List<AgentPeer> asking = new ArrayList<>();
        for (int i = 0; i < ASKING; i++) {
            asking.add(connect(socket));
        }
        ExecutorService threads = Executors.newFixedThreadPool(ASKERS);
        try {
            List<Callable<Integer>> all = IntStream.range(0, ASKERS)
                    .<Callable<Integer>>mapToObj(each -> () ->
                            ask(asking.subList(each * ASKING / ASKERS, (each + 1) * ASKING / ASKERS), new Random(each)))
                    .toList();
            int answers = 0;
            for (Future<Integer> each : threads.invokeAll(all)) {
                answers += each.get();
            }
            assertThat(answers).isEqualTo(REQUESTS);
        } finally {
            threads.shutdownNow();
        }
    }

    private static int ask(List<AgentPeer> connections, Random random) throws IOException {
        int answers = 0;
        while (answers < REQUESTS / ASKERS) {
            AgentPeer peer = connections.get(answers % connections.size());
            assertThat(peer.ask(request(random))[0]).isIn((byte) 5, (byte) 12, (byte) 28, (byte) 29);
            answers++;
        }
        return answers;
    }

    // one in 50 is a list, of which each is a quarter of a mebibyte; the rest is refused or small
    private static byte[] request(Random random) {
        byte[] noise = new byte[1 + random.nextInt(300)];
        random.nextBytes(noise);
        switch (random.nextInt(50)) {
            case 0:
                return new byte[] {11};
            case 1, 2, 3, 4, 5:
                return new byte[] {27, 0, 0, 0, 5, 'q', 'u', 'e', 'r', 'y'};
            default:
                // neither a lock, which would succeed, nor one that removes all keys, nor a guess that takes its time
                noise[0] = (byte) List.of(0, 13, 17, 18, 20, 25, 26, 27, 200)
                        .get(random.nextInt(9))
                        .intValue();
                return noise;
        }
    }
}
