package org.agentbroker.broker.hostkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.session.Stop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that are asked for their host key and do not give one. */
@Timeout(30)
class HostileScanTest {
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private ServerSocket socket;
    private HostKeyScan scan;

    private interface Peer {
        void speak(OutputStream out) throws IOException, InterruptedException;
    }

    @BeforeEach
    void open() throws Exception {
        socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        scan = HostKeyScan.open(executor, Duration.ofSeconds(2), Duration.ofSeconds(3));
    }

    @AfterEach
    void close() throws Exception {
        socket.close();
        scan.close();
        executor.shutdownNow();
    }

    private Stop ask(Peer peer) {
        executor.submit(() -> {
            while (true) {
                Socket connection = socket.accept();
                executor.submit(() -> {
                    try (connection) {
                        peer.speak(connection.getOutputStream());
                    }
                    return null;
                });
            }
        });
        Client to =
                new Client("127.0.0.1", socket.getLocalPort(), "root", List.of(), new Client.OutsideAgent(Path.of("")));
        Stop stop = catchThrowableOfType(Stop.class, () -> scan.keys("web1", "web1", to, null));
        assertThat(stop).isNotNull();
        assertThat(stop.outcome().cause()).isEqualTo(Cause.UNREACHABLE);
        return stop;
    }

    @Test
    void aBannerWithoutEndIsLeft() {
        byte[] line = "no version yet\r\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        Stop stop = ask(out -> {
            while (true) {
                out.write(line);
            }
        });

        assertThat(stop).hasMessageContaining("it does not speak SSH");
    }

    @Test
    void aLineWithoutEndIsLeft() {
        byte[] part = "x".repeat(65536).getBytes(StandardCharsets.US_ASCII);
        ask(out -> {
            out.write("SSH-2.0-".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(part);
            }
        });
    }

    @Test
    void whoSaysNothingIsLeft() {
        Stop stop = ask(out -> Thread.sleep(60_000));

        assertThat(stop).hasMessageContaining("it does not answer");
    }

    @Test
    void whoSpeaksSlowlyIsLeftAsWell() {
        ask(out -> {
            while (true) {
                out.write('x');
                out.flush();
                Thread.sleep(50); // the peer's own pace, nothing is waited for
            }
        });
    }

    @Test
    void whoStopsAfterItsVersionIsLeft() {
        ask(out -> {
            out.write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(StandardCharsets.US_ASCII));
            Thread.sleep(60_000);
        });
    }

    @Test
    void whoHangsUpIsNamed() {
        assertThat(ask(out -> {})).hasMessageContaining("it does not speak SSH");
    }
}
