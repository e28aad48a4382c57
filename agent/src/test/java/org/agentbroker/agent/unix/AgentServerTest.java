package org.agentbroker.agent.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.agentbroker.agent.Agent;
import org.agentbroker.agent.AgentConnection;
import org.agentbroker.agent.AgentListener;
import org.agentbroker.agent.ForwardedAgent;
import org.agentbroker.agent.KeyringAgent;
import org.agentbroker.agent.SteadyClock;
import org.agentbroker.agent.fixture.Added;
import org.agentbroker.agent.fixture.Frames;
import org.agentbroker.agent.fixture.JdkKey;
import org.agentbroker.agent.fixture.Keys;
import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.agent.policy.SignPolicy;
import org.agentbroker.agent.wire.SshWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class AgentServerTest {
    private static final byte[] EMPTY_LIST = {12, 0, 0, 0, 0};

    @TempDir
    Path directory;

    private AgentServer server;

    @AfterEach
    void closes() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void servesManyAtATime() throws Exception {
        AgentSocket[] sockets = new AgentSocket[200];
        serve(keyring());
        for (int i = 0; i < sockets.length; i++) {
            sockets[i] = connect();
        }
        for (AgentSocket socket : sockets) {
            assertThat(socket.exchange(Frames.framed(Frames.list()))).isEqualTo(EMPTY_LIST);
            socket.close();
        }
    }

    @Test
    void cutsAllOffWhenItCloses() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        serve(KeyringAgent.open(
                (comment, key, user) -> {
                    asked.countDown();
                    return waited(never);
                },
                AgentListener.none(),
                new SteadyClock()));
        try (AgentSocket idle = connect();
                AgentSocket waiting = connect()) {
            JdkKey key = JdkKey.ed25519();
            waiting.exchange(Frames.framed(Added.key(key, "one", Added.confirm())));
            CompletableFuture<byte[]> signature = exchange(waiting, sign(key));
            asked.await();

            server.close();
            server.close();

            assertThatThrownBy(signature::get).isInstanceOf(ExecutionException.class);
            assertThatThrownBy(() -> idle.exchange(Frames.framed(Frames.list())))
                    .isInstanceOf(IOException.class);
        }
        never.countDown();
        assertThat(directory).isEmptyDirectory();
        assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
    }

    @Test
    void letsAnotherGoOnWhileAPersonThinks() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        serve(KeyringAgent.open(
                (comment, key, user) -> {
                    asked.countDown();
                    return waited(answered);
                },
                AgentListener.none(),
                new SteadyClock()));
        JdkKey key = JdkKey.ed25519();
        try (AgentSocket slow = connect();
                AgentSocket other = connect()) {
            slow.exchange(Frames.framed(Added.key(key, "one", Added.confirm())));
            CompletableFuture<byte[]> signature = exchange(slow, sign(key));
            asked.await();

            assertThat(other.exchange(Frames.framed(Frames.list()))).startsWith(12, 0, 0, 0, 1);
            assertThat(signature).isNotDone();
            answered.countDown();
            assertThat(signature.get()).startsWith(14);
        }
    }

    @Test
    void closesAConnectionWhoseBytesAreNoMessages() throws Exception {
        serve(keyring());
        try (AgentSocket broken = connect();
                AgentSocket other = connect()) {
            assertThatThrownBy(() -> broken.exchange(new byte[] {0, 4, 0, 1, 11})) // one byte above the limit
                    .isInstanceOf(IOException.class);
            assertThat(other.exchange(Frames.framed(Frames.list()))).isEqualTo(EMPTY_LIST);
        }
    }

    @Test
    void closesAConnectionThatFailsAndNoOther() throws Exception {
        AtomicReference<RuntimeException> fault = new AtomicReference<>();
        serve(KeyringAgent.open(
                null,
                event -> {
                    if (fault.get() != null) {
                        throw fault.getAndSet(null);
                    }
                },
                new SteadyClock()));
        try (AgentSocket failing = connect();
                AgentSocket other = connect()) {
            fault.set(new IllegalStateException("a listener that fails"));
            assertThatThrownBy(() -> failing.exchange(Frames.framed(Frames.list())))
                    .isInstanceOf(IOException.class);
            assertThat(other.exchange(Frames.framed(Frames.list()))).isEqualTo(EMPTY_LIST);
        }
    }

    @Test
    void turnsAwayWhatAnAgentForOnePurposeDoesNotTake() throws Exception {
        SignPolicy policy = new SignPolicy(
                PolicyLevel.HOSTBOUND,
                "borg",
                Set.of(Peer.withEd25519().pin()),
                Set.of(Peer.withEd25519().pin()),
                1,
                Duration.ofMinutes(1));
        serve(ForwardedAgent.open(Keys.agentKey("ed25519"), policy, AgentListener.none(), new SteadyClock()));
        AgentSocket[] sockets = new AgentSocket[ForwardedAgent.MOST_CONNECTIONS];
        for (int i = 0; i < sockets.length; i++) {
            sockets[i] = connect();
            assertThat(sockets[i].exchange(Frames.framed(Frames.list()))).isEqualTo(EMPTY_LIST);
        }
        try (AgentSocket beyond = connect()) {
            assertThatThrownBy(() -> beyond.exchange(Frames.framed(Frames.list())))
                    .isInstanceOf(IOException.class);
        }
        for (AgentSocket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void goesOnAcceptingAfterAFault() throws Exception {
        KeyringAgent sound = keyring();
        AtomicReference<RuntimeException> fault = new AtomicReference<>(new IllegalStateException("a fault"));
        serve(new Agent() {
            @Override
            public AgentConnection connect() {
                RuntimeException once = fault.getAndSet(null);
                if (once != null) {
                    throw once;
                }
                return sound.connect();
            }

            @Override
            public void expire() {}

            @Override
            public void close() {}
        });
        try (AgentSocket failing = connect();
                AgentSocket other = connect()) {
            assertThatThrownBy(() -> failing.exchange(Frames.framed(Frames.list())))
                    .isInstanceOf(IOException.class);
            assertThat(other.exchange(Frames.framed(Frames.list()))).isEqualTo(EMPTY_LIST);
        }
    }

    @Test
    void wipesAKeyInTimeThoughNobodyAsks() throws Exception {
        AgentKey key = Keys.agentKey("ed25519");
        Agent expiring = new Agent() {
            @Override
            public AgentConnection connect() {
                return null;
            }

            @Override
            public void expire() {
                key.close();
            }

            @Override
            public void close() {}
        };
        serve(expiring);
        while (!key.isClosed()) {
            Thread.onSpinWait(); // the test's own time limit ends it
        }
    }

    private static KeyringAgent keyring() {
        return KeyringAgent.open(null, AgentListener.none(), new SteadyClock());
    }

    private void serve(Agent agent) throws Exception {
        server = AgentServer.open(agent, directory.resolve("agent"));
    }

    private AgentSocket connect() throws IOException {
        return AgentSocket.open(directory.resolve("agent"));
    }

    private static boolean waited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static byte[] sign(JdkKey key) {
        return Added.join(
                new byte[] {13},
                new SshWriter().string(key.blob()).string("data").int32(0).toBytes());
    }

    private static CompletableFuture<byte[]> exchange(AgentSocket socket, byte[] message) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return socket.exchange(Frames.framed(message));
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }
}
