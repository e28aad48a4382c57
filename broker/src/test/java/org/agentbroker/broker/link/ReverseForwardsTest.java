package org.agentbroker.broker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against OpenSSH's sshd. */
@Timeout(120)
class ReverseForwardsTest {
    private static final long HUNDRED_MB = 100_000_000;

    private final LinkClient client = new LinkClient();
    private final BlockingQueue<FarEnd> ends = new LinkedBlockingQueue<>();
    private final Collecting receiver = new Collecting();
    private OpenSsh sshd;
    private ClientSession hop;

    @BeforeEach
    void connects() throws Exception {
        sshd = OpenSsh.start(client.login, "");
        hop = client.connect(sshd.port());
    }

    @AfterEach
    void closes() throws Exception {
        client.close();
        sshd.close();
        assertThat(receiver.wrong).isEmpty();
    }

    private Receiver accept(FarEnd far) {
        ends.add(far);
        return receiver;
    }

    private FarEnd far() throws InterruptedException {
        FarEnd far = ends.poll(20, TimeUnit.SECONDS);
        assertThat(far).as("a connection").isNotNull();
        return far;
    }

    private ReverseForward forward() throws Exception {
        return client.forwards.tcp(hop, this::accept, LinkClient.TIME);
    }

    /** Where it listens at several addresses, somebody else may have the port at one of them. */
    @Test
    void listensWhereTheClientsSshLooksAndNowhereElse() throws Exception {
        try (ReverseForward forward = forward();
                Socket socket = new Socket("127.0.0.1", forward.port())) {
            assertThat(socket.isConnected()).isTrue();
            assertThatThrownBy(() -> new Socket("::1", forward.port())).isInstanceOf(IOException.class);
        }
    }

    @Test
    void carriesBytesBothWaysAtOnce() throws Exception {
        Noise up = new Noise(1, HUNDRED_MB);
        Noise down = new Noise(2, HUNDRED_MB);
        try (ReverseForward forward = forward();
                Socket socket = new Socket("127.0.0.1", forward.port())) {
            FarEnd far = far();
            Future<?> sender = client.executor.submit(() -> {
                up.writeTo(socket.getOutputStream());
                socket.shutdownOutput();
                return null;
            });
            Future<?> answerer = client.executor.submit(() -> {
                try (OutputStream out = far.out()) {
                    down.writeTo(out);
                }
                return null;
            });
            assertThat(Noise.digestOf(socket.getInputStream())).isEqualTo(down.digest());
            sender.get();
            answerer.get();
            receiver.awaitEnd();
            assertThat(receiver.taken).hasValue(HUNDRED_MB);
            assertThat(receiver.digest()).isEqualTo(up.digest());
            receiver.awaitClosed();
        }
    }

    @Test
    void carriesBytesThroughAUnixSocket() throws Exception {
        Path path = sshd.directory().resolve("reverse.sock");
        try (ReverseForward forward = client.forwards.unix(hop, path.toString(), this::accept, LinkClient.TIME);
                SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            assertThat(forward.port()).isZero();
            socket.connect(UnixDomainSocketAddress.of(path));
            far().out().write("hello".getBytes());
            assertThat(Channels.newInputStream(socket).readNBytes(5)).asString().isEqualTo("hello");
            new Noise(3, 1_000_000).writeTo(Channels.newOutputStream(socket));
            socket.shutdownOutput();
            receiver.awaitEnd();
            assertThat(receiver.digest()).isEqualTo(new Noise(3, 1_000_000).digest());
        }
        Waiting.until("sshd does not listen", () -> !listens(path));
        assertThat(path).as("sshd does not remove its socket").exists();
        assertThatThrownBy(() -> client.forwards.unix(hop, path.toString(), this::accept, LinkClient.TIME))
                .as("and does not take it again")
                .isInstanceOf(ForwardRefused.class);
    }

    @Test
    void letsEitherSideEndFirst() throws Exception {
        try (ReverseForward forward = forward();
                Socket socket = new Socket("127.0.0.1", forward.port())) {
            far().out().close();
            assertThat(socket.getInputStream().read()).as("end of ours").isEqualTo(-1);
            assertThat(receiver.gone).isNotDone();

            new Noise(4, 3_000_000).writeTo(socket.getOutputStream());
            socket.shutdownOutput();
            receiver.awaitEnd();
            assertThat(receiver.taken).hasValue(3_000_000);
            receiver.awaitClosed();
        }
    }

    @Test
    void answersAfterTheClientHasEnded() throws Exception {
        try (ReverseForward forward = forward();
                Socket socket = new Socket("127.0.0.1", forward.port())) {
            socket.shutdownOutput();
            FarEnd far = far();
            receiver.awaitEnd();
            try (OutputStream out = far.out()) {
                new Noise(5, 3_000_000).writeTo(out);
            }
            assertThat(Noise.digestOf(socket.getInputStream())).isEqualTo(new Noise(5, 3_000_000).digest());
            receiver.awaitClosed();
        }
    }

    @Test
    void givesAllThatCameBeforeTheClientWent() throws Exception {
        CompletableFuture<Void> go = new CompletableFuture<>();
        Collecting late = new Collecting() {
            @Override
            public void take(byte[] bytes) throws IOException, InterruptedException {
                go.join();
                super.take(bytes);
            }
        };
        try (ReverseForward forward = client.forwards.tcp(
                hop,
                far -> {
                    ends.add(far);
                    return late;
                },
                LinkClient.TIME)) {
            try (Socket socket = new Socket("127.0.0.1", forward.port())) {
                new Noise(6, 1_000_000).writeTo(socket.getOutputStream());
                far().out().close();
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
            // sshd closes the channel, whose bytes have not been taken yet
            Waiting.until("the channel is closed", () -> !isOpen(hop));
            assertThat(late.gone).isNotDone();
            go.complete(null);
            late.awaitClosed();
            assertThat(late.ended).isDone();
            assertThat(late.digest()).isEqualTo(new Noise(6, 1_000_000).digest());
            assertThat(late.wrong).isEmpty();
        }
    }

    private static boolean isOpen(ClientSession hop) {
        return !((org.apache.sshd.common.session.helpers.AbstractConnectionService)
                        hop.getService(org.apache.sshd.common.session.ConnectionService.class))
                .getChannels()
                .isEmpty();
    }

    @Test
    void closesTheConnectionOfAReceiverThatFails() throws Exception {
        Collecting failing = new Collecting() {
            @Override
            public void take(byte[] bytes) throws IOException {
                throw new IOException("enough");
            }
        };
        try (ReverseForward forward = client.forwards.tcp(hop, far -> failing, LinkClient.TIME);
                Socket socket = new Socket("127.0.0.1", forward.port())) {
            socket.getOutputStream().write(1);
            failing.awaitClosed();
            assertThat(endOf(socket)).isTrue();
            assertThat(hop.isOpen()).isTrue();
        }
    }

    private static boolean endOf(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return true; // reset
        }
    }

    @Test
    void refusesWhatTheAcceptorDoesNotWant() throws Exception {
        try (ReverseForward forward = client.forwards.tcp(hop, far -> null, LinkClient.TIME);
                ReverseForward failing = client.forwards.tcp(
                        hop,
                        far -> {
                            throw new IllegalStateException("fault");
                        },
                        LinkClient.TIME);
                Socket socket = new Socket("127.0.0.1", forward.port());
                Socket other = new Socket("127.0.0.1", failing.port())) {
            assertThat(endOf(socket)).isTrue();
            assertThat(endOf(other)).isTrue();
            assertThat(hop.isOpen()).isTrue();
            assertThat(isOpen(hop)).as("nothing is kept of them").isFalse();
        }
    }

    @Test
    void wakesEverybodyWhenTheHopDies() throws Exception {
        ReverseForward forward = forward();
        try (Socket socket = new Socket("127.0.0.1", forward.port())) {
            FarEnd far = far();
            Future<?> writer = client.executor.submit(() -> {
                new Noise(7, 1L << 40).writeTo(far.out()); // nobody reads it
                return null;
            });
            socket.getOutputStream().write(1);
            Waiting.until("a byte has come", () -> receiver.taken.get() == 1);
            sshd.killSessions();
            receiver.awaitClosed();
            assertThat(receiver.ended).as("a truncated stream has no end").isNotDone();
            assertThatThrownBy(() -> writer.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
            forward.close();
        }
    }

    @Test
    void endsItsConnectionsAndListensNoMoreWhenClosed() throws Exception {
        ReverseForward forward = forward();
        try (Socket socket = new Socket("127.0.0.1", forward.port())) {
            FarEnd far = far();
            forward.close();
            forward.close();
            receiver.awaitClosed();
            assertThat(endOf(socket)).isTrue();
            assertThatThrownBy(() -> far.out().write(1)).isInstanceOf(IOException.class);
        }
        Waiting.until("sshd does not listen", () -> !listens(forward.port()));
        assertThat(hop.isOpen()).isTrue();
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean listens(Path path) {
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return socket.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            return false;
        }
    }
}
