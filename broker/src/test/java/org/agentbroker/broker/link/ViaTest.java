package org.agentbroker.broker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.helpers.AbstractConnectionService;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jumps through OpenSSH's sshd, and through a jump host that does what it likes. */
@Timeout(120)
class ViaTest {
    private static final AttributeRepository NOTHING = AttributeRepository.ofAttributesMap(Map.of());

    private final LinkClient client = new LinkClient();

    @AfterEach
    void closes() {
        client.close();
    }

    @Test
    void jumpsOverTwoHops() throws Exception {
        try (OpenSsh gate = OpenSsh.start(client.login, "");
                OpenSsh second = OpenSsh.start(client.login, "");
                OpenSsh target = OpenSsh.start(client.login, "")) {
            ClientSession outer = client.connect(gate.port());
            ClientSession middle = client.connect(outer, second.port());
            ClientSession inner = client.connect(middle, target.port());
            Noise noise = new Noise(1, 100_000_000);
            assertThat(catOf(inner, noise)).isEqualTo(noise.digest());

            inner.close(false).await(LinkClient.TIME);
            Waiting.until("its channel is gone", () -> channels(middle) == 0);
            assertThat(middle.isOpen()).isTrue();
            assertThat(client.connect(middle, target.port()).isOpen())
                    .as("again")
                    .isTrue();
        }
    }

    private String catOf(ClientSession session, Noise noise) throws Exception {
        CompletableFuture<String> digest = new CompletableFuture<>();
        try (ChannelExec cat = session.createExecChannel("cat")) {
            cat.open().verify(LinkClient.TIME);
            client.executor.submit(() -> {
                try {
                    return digest.complete(Noise.digestOf(cat.getInvertedOut()));
                } catch (IOException e) {
                    return digest.completeExceptionally(e);
                }
            });
            try (OutputStream out = ChannelOut.into(cat)) {
                noise.writeTo(out);
            }
            cat.getInvertedIn().close();
            String text = digest.get(60, TimeUnit.SECONDS);
            cat.waitFor(java.util.EnumSet.of(ClientChannelEvent.CLOSED), LinkClient.TIME);
            assertThat(cat.getExitStatus()).isZero();
            return text;
        }
    }

    private static int channels(ClientSession session) {
        return ((AbstractConnectionService) session.getService(ConnectionService.class))
                .getChannels()
                .size();
    }

    @Test
    void endsAtOnceWithTheSessionItGoesThrough() throws Exception {
        try (OpenSsh gate = OpenSsh.start(client.login, "");
                OpenSsh second = OpenSsh.start(client.login, "");
                OpenSsh target = OpenSsh.start(client.login, "")) {
            ClientSession outer = client.connect(gate.port());
            ClientSession middle = client.connect(outer, second.port());
            ClientSession inner = client.connect(middle, target.port());
            gate.killSessions();
            Waiting.until("all have ended", () -> outer.isClosed() && middle.isClosed() && inner.isClosed());
        }
    }

    @Test
    void endsWithTheConnectionBehindTheJumpHost() throws Exception {
        try (OpenSsh gate = OpenSsh.start(client.login, "");
                OpenSsh target = OpenSsh.start(client.login, "")) {
            ClientSession outer = client.connect(gate.port());
            ClientSession inner = client.connect(outer, target.port());
            target.killSessions();
            Waiting.until("it has ended", inner::isClosed);
            Waiting.until("its channel is gone", () -> channels(outer) == 0);
            assertThat(outer.isOpen()).isTrue();
        }
    }

    @Test
    void isRefusedWithTheReason() throws Exception {
        try (OpenSsh gate = OpenSsh.start(client.login, "");
                OpenSsh strict = OpenSsh.start(client.login, "restrict,port-forwarding,permitopen=\"none:1\"")) {
            ClientSession outer = client.connect(gate.port());
            assertThatThrownBy(() -> client.connect(outer, 1))
                    .isInstanceOf(IOException.class)
                    .cause()
                    .isInstanceOf(ConnectException.class)
                    .hasMessage("connection refused");
            assertThatThrownBy(() -> client.connect("no-such-host.invalid", 22, Via.through(outer, NOTHING)))
                    .isInstanceOf(IOException.class)
                    .cause()
                    .hasMessage("name or service not known");
            assertThat(channels(outer)).isZero();

            ClientSession limited = client.connect(strict.port());
            assertThatThrownBy(() -> client.connect(limited, gate.port()))
                    .isInstanceOf(IOException.class)
                    .cause()
                    .isInstanceOf(ConnectException.class)
                    .hasMessage("administratively prohibited by the jump host");
        }
    }

    @Test
    void keepsTheRestOfTheContext() throws Exception {
        AttributeRepository.AttributeKey<String> word = new AttributeRepository.AttributeKey<>();
        try (OpenSsh gate = OpenSsh.start(client.login, "");
                OpenSsh target = OpenSsh.start(client.login, "")) {
            ClientSession outer = client.connect(gate.port());
            AttributeRepository context = Via.through(outer, AttributeRepository.ofKeyValuePair(word, "as it was"));
            ClientSession inner = client.connect("localhost", target.port(), context);
            assertThat(inner.getConnectionContext().getAttribute(word)).isEqualTo("as it was");
            assertThat(inner.getConnectAddress()).hasToString("localhost/<unresolved>:" + target.port());
        }
    }

    @Test
    void leavesTheNameToTheJumpHost() throws Exception {
        try (HostilePeer gate = new HostilePeer()) {
            Pending pending = new Pending();
            gate.opens(pending);
            ClientSession outer = client.connect(gate.port());
            ConnectFuture connect =
                    client.ssh.connect("user", "only.the.gate.knows", 22, Via.through(outer, NOTHING), null);
            assertThat(pending.asked.get(20, TimeUnit.SECONDS)).isEqualTo("only.the.gate.knows 22 127.0.0.1");
            outer.close(true);
            assertThatThrownBy(() -> connect.verify(LinkClient.TIME))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the connection to the jump host was lost");
            assertThatThrownBy(() -> client.connect(outer, 22)).as("later").isInstanceOf(Exception.class);
        }
    }

    @Test
    void leavesNothingBehindWhenItWaitsNoLonger() throws Exception {
        try (HostilePeer gate = new HostilePeer()) {
            Pending pending = new Pending();
            gate.opens(pending);
            ClientSession outer = client.connect(gate.port());
            ConnectFuture connect = client.ssh.connect("user", "host", 22, Via.through(outer, NOTHING), null);
            pending.asked.get(20, TimeUnit.SECONDS);
            assertThatThrownBy(() -> connect.verify(Duration.ofMillis(50))).isInstanceOf(IOException.class);
            pending.channel.accept();
            Waiting.until("the channel is closed again", pending.channel::isClosed);
            assertThat(channels(outer)).isZero();
            assertThat(outer.isOpen()).isTrue();
        }
    }

    /** Answers a direct-tcpip when told to. */
    private static final class Pending implements ChannelFactory {
        private final CompletableFuture<String> asked = new CompletableFuture<>();
        private final PendingChannel channel = new PendingChannel(asked);

        @Override
        public String getName() {
            return "direct-tcpip";
        }

        @Override
        public Channel createChannel(Session session) {
            return channel;
        }
    }

    private static final class PendingChannel extends AbstractServerChannel {
        private final CompletableFuture<String> asked;
        private OpenFuture future;

        PendingChannel(CompletableFuture<String> asked) {
            super("", java.util.List.of(), null);
            this.asked = asked;
        }

        @Override
        protected OpenFuture doInit(Buffer buffer) {
            future = new DefaultOpenFuture(this, this);
            asked.complete(buffer.getString() + " " + buffer.getInt() + " " + buffer.getString());
            return future;
        }

        void accept() {
            signalChannelOpenSuccess();
            future.setOpened();
        }

        @Override
        protected void doWriteData(byte[] data, int offset, long length) {}

        @Override
        protected void doWriteExtendedData(byte[] data, int offset, long length) {}
    }

    @Test
    void survivesAGateThatSendsWhatIsNotSsh() throws Exception {
        try (HostilePeer gate = new HostilePeer()) {
            Pending pending = new Pending();
            gate.opens(pending);
            ClientSession outer = client.connect(gate.port());
            ConnectFuture connect = client.ssh.connect("user", "host", 22, Via.through(outer, NOTHING), null);
            pending.asked.get(20, TimeUnit.SECONDS);
            pending.channel.accept();
            ClientSession inner = connect.verify(LinkClient.TIME).getSession();
            ByteArrayOutputStream noise = new ByteArrayOutputStream();
            new Noise(1, 100_000).writeTo(noise);
            try (OutputStream out = ChannelOut.into(pending.channel)) {
                out.write(noise.toByteArray());
            } catch (IOException e) {
                // it has heard enough
            }
            Waiting.until("the session has ended", inner::isClosed);
            assertThat(outer.isOpen()).isTrue();
        }
    }
}
