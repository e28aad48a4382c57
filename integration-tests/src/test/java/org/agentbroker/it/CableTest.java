package org.agentbroker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.agentbroker.it.lab.Cable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CableTest {
    private ServerSocket server;
    private Cable cable;
    private Socket near;
    private Socket far;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        cable = Cable.to(server.getLocalPort());
        near = new Socket(InetAddress.getByName("127.0.0.1"), cable.port());
        far = server.accept();
        near.setSoTimeout(5_000);
        far.setSoTimeout(5_000);
    }

    @AfterEach
    void close() throws IOException {
        near.close();
        far.close();
        cable.close();
        server.close();
    }

    @Test
    void forwardsBothWaysAndTheEndOfOne() throws IOException {
        near.getOutputStream().write(1);
        assertThat(far.getInputStream().read()).isEqualTo(1);
        near.shutdownOutput();
        assertThat(far.getInputStream().read()).isEqualTo(-1);
        far.getOutputStream().write(2);
        assertThat(near.getInputStream().read()).isEqualTo(2);

        assertThat(cable.connections()).isEqualTo(1);
        assertThat(cable.bytes()).isEqualTo(2);
    }

    @Test
    void cutResetsBothEndsAndLetsNewConnectionsIn() throws IOException {
        cable.cut();

        assertThatThrownBy(() -> near.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> far.getInputStream().read()).isInstanceOf(SocketException.class);
        try (Socket again = new Socket(InetAddress.getByName("127.0.0.1"), cable.port());
                Socket accepted = server.accept()) {
            again.getOutputStream().write(3);
            assertThat(accepted.getInputStream().read()).isEqualTo(3);
        }
    }

    @Test
    void thawDeliversWhatWasSentAndLetsNewConnectionsIn() throws IOException {
        cable.freeze();
        near.getOutputStream().write(1);
        try (Socket second = new Socket(InetAddress.getByName("127.0.0.1"), cable.port())) {
            second.getOutputStream().write(2);
            cable.thaw();

            assertThat(far.getInputStream().read()).isEqualTo(1);
            try (Socket accepted = server.accept()) {
                assertThat(accepted.getInputStream().read()).isEqualTo(2);
            }
        }
    }

    @Test
    void delayComesTwiceInAQuestionAndItsAnswer() throws IOException {
        cable.delay(Duration.ofMillis(150));
        long start = System.nanoTime();

        near.getOutputStream().write(1);
        far.getInputStream().read();
        long asked = System.nanoTime();
        far.getOutputStream().write(2);
        near.getInputStream().read();

        assertThat(Duration.ofNanos(asked - start)).isBetween(Duration.ofMillis(150), Duration.ofMillis(290));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void delayHoldsUpNoBytesBehindOthers() throws Exception {
        cable.delay(Duration.ofMillis(200));
        byte[] much = new byte[32 * 1024 * 1024];
        new Random(4711).nextBytes(much);
        Thread sender = new Thread(() -> send(near, much));
        long start = System.nanoTime();

        sender.start();
        byte[] received = far.getInputStream().readNBytes(much.length);

        // one after the other its 512 pieces would take 100 s
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(received).isEqualTo(much);
        sender.join();
    }

    @Test
    void whoDoesNotReadHoldsUpTheSender() throws Exception {
        Thread sender = new Thread(() -> send(near, new byte[64 * 1024 * 1024]));
        sender.start();

        sender.join(1_000);

        assertThat(sender.isAlive()).isTrue();
        cable.cut();
        sender.join();
    }

    @Test
    void somethingHappensOnceBeforeTheBytesThatFollowItsCondition() throws IOException {
        AtomicInteger times = new AtomicInteger();
        cable.when(it -> it.bytes() >= 2, it -> times.incrementAndGet());

        for (int i = 0; i < 4; i++) {
            near.getOutputStream().write(i);
            far.getInputStream().read();
            assertThat(times).hasValue(i < 2 ? 0 : 1);
        }
    }

    @Test
    void cutByAConditionLetsNothingThroughAnyMore() throws IOException {
        cable.when(it -> it.bytes() >= 1, Cable::cut);

        near.getOutputStream().write(1);
        assertThat(far.getInputStream().read()).isEqualTo(1);
        near.getOutputStream().write(2);

        assertThatThrownBy(() -> far.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> near.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void freezeByTheNumberOfConnectionsHoldsUpTheNewOneAndTheOld() throws IOException {
        cable.when(it -> it.connections() == 2, Cable::freeze);
        server.setSoTimeout(200);
        far.setSoTimeout(200);

        try (Socket second = new Socket(InetAddress.getByName("127.0.0.1"), cable.port())) {
            second.getOutputStream().write(1);

            assertThatThrownBy(() -> server.accept()).isInstanceOf(SocketTimeoutException.class);
            near.getOutputStream().write(2);
            assertThatThrownBy(() -> far.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    private static void send(Socket to, byte[] bytes) {
        try {
            to.getOutputStream().write(bytes);
        } catch (IOException e) {
            // cut
        }
    }

    @Test
    void freezeIsSilent() throws IOException {
        cable.freeze();
        far.setSoTimeout(200);

        near.getOutputStream().write(1);
        near.shutdownOutput();

        assertThatThrownBy(() -> far.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }
}
