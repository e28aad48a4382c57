package org.agentbroker.broker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.helpers.AbstractConnectionService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client's sshd may do that OpenSSH's does not, played over a real session. */
@Timeout(60)
class HostilePeerTest {
    private static final String TCP = "forwarded-tcpip";
    private static final String UNIX = "forwarded-streamlocal@openssh.com";
    private static final int PORT = HostilePeer.PORT;

    private final LinkClient client = new LinkClient();
    private final Collecting receiver = new Collecting();
    private final AtomicInteger accepted = new AtomicInteger();
    private HostilePeer peer;
    private ClientSession hop;

    @BeforeEach
    void connects() throws Exception {
        peer = new HostilePeer();
        hop = client.connect(peer.port());
    }

    @AfterEach
    void closes() throws Exception {
        client.close();
        peer.close();
        assertThat(receiver.wrong).isEmpty();
    }

    private Receiver accept(FarEnd far) {
        accepted.incrementAndGet();
        return receiver;
    }

    private ReverseForward forward() throws Exception {
        return client.forwards.tcp(hop, this::accept, LinkClient.TIME);
    }

    private int channels() {
        return ((AbstractConnectionService) hop.getService(ConnectionService.class))
                .getChannels()
                .size();
    }

    @Test
    void getsNoChannelThatNobodyAskedFor() throws Exception {
        assertThat(peer.open(TCP, "127.0.0.1", PORT, "127.0.0.1", 1).isAccepted())
                .isFalse();
        assertThat(peer.open(UNIX, "/tmp/s", "").isAccepted()).isFalse();

        ReverseForward forward = forward();
        assertThat(peer.open(TCP, "127.0.0.1", PORT + 1, "127.0.0.1", 1).isAccepted())
                .isFalse();
        assertThat(peer.open(TCP, "localhost", PORT, "127.0.0.1", 1).isAccepted())
                .isFalse();
        assertThat(peer.open(TCP, "127.0.0.1", -1, "127.0.0.1", 1).isAccepted()).isFalse();
        assertThat(peer.open(UNIX, "localhost", "").isAccepted()).isFalse();
        assertThat(accepted).hasValue(0);
        assertThat(peer.open(TCP, "127.0.0.1", PORT, "127.0.0.1", 1).isAccepted())
                .isTrue();

        forward.close();
        assertThat(peer.open(TCP, "127.0.0.1", PORT, "127.0.0.1", 1).isAccepted())
                .isFalse();
        assertThat(accepted).hasValue(1);
    }

    @Test
    void getsNoChannelOfAnotherSession() throws Exception {
        try (HostilePeer other = new HostilePeer()) {
            client.connect(other.port());
            forward();
            assertThat(other.open(TCP, "127.0.0.1", PORT, "127.0.0.1", 1).isAccepted())
                    .isFalse();
            assertThat(accepted).hasValue(0);
        }
    }

    @Test
    void mayOpenAChannelWithThePacketAfterItsReply() throws Exception {
        BlockingQueue<PeerChannel> opened = new LinkedBlockingQueue<>();
        peer.answers(service -> {
            HostilePeer.grant(service, PORT);
            try {
                opened.add(HostilePeer.open(service, TCP, "127.0.0.1", PORT, "127.0.0.1", 1));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        for (int i = 0; i < 20; i++) {
            ReverseForward forward = forward();
            assertThat(opened.take().isAccepted()).isTrue();
            forward.close();
        }
        assertThat(accepted).hasValue(20);
        receiver.wrong.clear(); // it was given to twenty
    }

    @Test
    void mustSayAPort() throws Exception {
        for (int[] reply : new int[][] {{}, {0}, {65536}, {-1}}) {
            peer.answers(service -> HostilePeer.grant(service, reply));
            assertThatThrownBy(this::forward).isExactlyInstanceOf(IOException.class);
        }
        peer.answers(service -> HostilePeer.grant(service, PORT));
        forward();
        assertThatThrownBy(this::forward).isExactlyInstanceOf(IOException.class).hasMessageContaining("twice");
    }

    @Test
    void isToldToCancelWhatItGrantsTooLate() throws Exception {
        CompletableFuture<ConnectionService> asked = new CompletableFuture<>();
        peer.answers(asked::complete);
        assertThatThrownBy(() -> client.forwards.tcp(hop, this::accept, Duration.ofMillis(50)))
                .isInstanceOf(TimeoutException.class);
        HostilePeer.grant(asked.get(), PORT);
        assertThat(peer.requests.take()).isEqualTo("tcpip-forward");
        assertThat(peer.requests.poll(20, TimeUnit.SECONDS)).isEqualTo("cancel-tcpip-forward");
        assertThat(peer.open(TCP, "127.0.0.1", PORT, "127.0.0.1", 1).isAccepted())
                .isFalse();
    }

    @Test
    void mayGoInsteadOfAnswering() throws Exception {
        peer.answers(service -> service.getSession().close(true));
        assertThatThrownBy(this::forward)
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("the connection was lost before the client answered");
        assertThatThrownBy(this::forward).as("later").isInstanceOf(IOException.class);
    }

    @Test
    void canHaveAWindowsWorthOfBytesHereAndNoMore() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Collecting slow = new Collecting() {
            @Override
            public void take(byte[] bytes) throws IOException, InterruptedException {
                go.await();
                super.take(bytes);
            }
        };
        client.forwards.tcp(hop, far -> slow, LinkClient.TIME);
        PeerChannel channel = peer.open(TCP, "127.0.0.1", PORT, "127.0.0.1", 1);
        assertThat(channel.isAccepted()).isTrue();
        long window = channel.getRemoteWindow().getSize();
        assertThat(window).isEqualTo(2 * 1024 * 1024);
        byte[] packet = new byte[32 * 1024];
        for (int i = 0; i < 64; i++) {
            channel.getRemoteWindow().consume(packet.length);
            channel.send(packet);
        }
        // nothing was taken: the next global request is answered without a window having come before it
        forwardOnAnotherPort();
        assertThat(channel.getRemoteWindow().getSize()).isZero();

        go.countDown();
        Waiting.until("all was taken", () -> slow.taken.get() == window);
        Waiting.until("the window is open", () -> channel.getRemoteWindow().getSize() > window - 4 * packet.length);
    }

    private void forwardOnAnotherPort() throws Exception {
        peer.answers(service -> HostilePeer.grant(service, PORT + 1));
        forward();
    }

    @Test
    void losesTheHopWhenItIgnoresTheWindow() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Collecting blocked = new Collecting() {
            @Override
            public void take(byte[] bytes) throws InterruptedException {
                go.await();
            }

            @Override
            public void closed() {
                super.closed();
                go.countDown();
            }
        };
        client.forwards.tcp(hop, far -> blocked, LinkClient.TIME);
        PeerChannel channel = peer.open(TCP, "127.0.0.1", PORT, "127.0.0.1", 1);
        assertThat(channel.isAccepted()).isTrue();
        for (int i = 0; i < 65; i++) {
            channel.send(new byte[32 * 1024]);
        }
        blocked.awaitClosed();
        Waiting.until("the hop is closed", hop::isClosed);
    }

    @Test
    void openingThousandsOfChannelsGetsFewAndCostsNothing() throws Exception {
        forward();
        List<PeerChannel> opened = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            opened.add(peer.open(TCP, "127.0.0.1", PORT, "127.0.0.1", 1));
        }
        int got = 0;
        for (PeerChannel channel : opened) {
            got += channel.isAccepted() ? 1 : 0;
        }
        assertThat(got).isEqualTo(ReverseForward.MOST_CONNECTIONS);
        assertThat(channels()).isEqualTo(ReverseForward.MOST_CONNECTIONS);
        hop.close(true);
        receiver.awaitClosed();
        receiver.wrong.clear(); // it was given to many
    }

    @Test
    void canNotFillTheMemoryWithChannelsWhoseCloseItDoesNotConfirm() throws Exception {
        ReverseForward forward = client.forwards.tcp(
                hop,
                far -> {
                    accepted.incrementAndGet();
                    far.close();
                    return new Collecting();
                },
                LinkClient.TIME);
        assertThat(forward.port()).isEqualTo(PORT);
        for (int i = 0; i < ReverseForward.MOST_CONNECTIONS + 50; i++) {
            peer.openSilent(TCP, "127.0.0.1", PORT, "127.0.0.1", 1).isAccepted();
        }
        assertThat(accepted.get()).isEqualTo(ReverseForward.MOST_CONNECTIONS);
        assertThat(channels()).isEqualTo(ReverseForward.MOST_CONNECTIONS);
    }

    @Test
    void canStopAWriterAsLongAsItLikesAndNoLonger() throws Exception {
        CompletableFuture<FarEnd> end = new CompletableFuture<>();
        client.forwards.tcp(
                hop,
                far -> {
                    end.complete(far);
                    return receiver;
                },
                LinkClient.TIME);
        PeerChannel channel = peer.open(TCP, "127.0.0.1", PORT, "127.0.0.1", 1);
        assertThat(channel.isAccepted()).isTrue();
        FarEnd far = end.get();
        AtomicLong written = new AtomicLong();
        Future<?> writer = client.executor.submit(() -> {
            byte[] bytes = new byte[64 * 1024];
            while (true) {
                far.out().write(bytes);
                written.addAndGet(bytes.length);
            }
        });
        long window = 2 * 1024 * 1024;
        Waiting.until("the window is used up", () -> written.get() == window);
        assertThat(writer).isNotDone();
        far.close();
        assertThatThrownBy(() -> writer.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
        assertThat(written).hasValue(window);
        receiver.awaitClosed();
    }

    @ParameterizedTest
    @CsvSource({"32768, 40000000", "1, 1000000"})
    void canNotFillTheMemoryByAWindowWithoutEnd(int packet, long most) throws Exception {
        CompletableFuture<FarEnd> end = new CompletableFuture<>();
        client.forwards.tcp(
                hop,
                far -> {
                    end.complete(far);
                    return receiver;
                },
                LinkClient.TIME);
        PeerChannel channel = peer.openWide(packet, TCP, "127.0.0.1", PORT, "127.0.0.1", 1);
        assertThat(channel.isAccepted()).isTrue();
        peer.session().getIoSession().suspendRead();
        FarEnd far = end.get();
        AtomicLong written = new AtomicLong();
        CompletableFuture<IOException> failure = new CompletableFuture<>();
        Thread writer = new Thread(() -> {
            try {
                while (written.get() < 4 * most) {
                    far.out().write(new byte[1000]);
                    written.addAndGet(1000);
                }
            } catch (IOException e) {
                failure.complete(e);
            }
        });
        writer.start();
        Waiting.until("the writer waits", () -> written.get() > 0 && isWaiting(writer) || !writer.isAlive());
        assertThat(written.get()).isBetween(1L, most);
        assertThat(channel.getLocalWindow().getSize()).as("it takes more").isPositive();

        far.close();
        assertThat(failure.get(20, TimeUnit.SECONDS)).hasMessage("the stream is closed");
        receiver.awaitClosed();
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.WAITING
                && Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("awaitFlight"));
    }

    @Test
    void mayLeaveOutItsClose() throws Exception {
        CompletableFuture<FarEnd> end = new CompletableFuture<>();
        client.forwards.tcp(
                hop,
                far -> {
                    end.complete(far);
                    return receiver;
                },
                LinkClient.TIME);
        PeerChannel channel = peer.open(TCP, "127.0.0.1", PORT, "127.0.0.1", 1);
        assertThat(channel.isAccepted()).isTrue();
        channel.send(new byte[10]);
        channel.sendEnd();
        receiver.awaitEnd();
        end.get().out().close();
        receiver.awaitClosed();
        Waiting.until("the channel is closed", channel::isClosed);
    }

    @Test
    void mayWriteAsSoonAsItIsAccepted() throws Exception {
        client.forwards.tcp(
                hop,
                far -> {
                    Future<?> early = client.executor.submit(() -> {
                        far.out().write("early".getBytes());
                        return null;
                    });
                    assertThatThrownBy(() -> early.get(50, TimeUnit.MILLISECONDS))
                            .as("there is no channel yet")
                            .isInstanceOf(TimeoutException.class);
                    return receiver;
                },
                LinkClient.TIME);
        PeerChannel channel = peer.open(TCP, "127.0.0.1", PORT, "127.0.0.1", 1);
        assertThat(channel.isAccepted()).isTrue();
        assertThat(channel.received.poll(20, TimeUnit.SECONDS)).asString().isEqualTo("early");
    }
}
