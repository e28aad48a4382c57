package org.agentbroker.agent.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.agentbroker.agent.fixture.Golden;
import org.agentbroker.agent.fixture.SshAgentProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class AgentSocketTest {
    @TempDir
    Path directory;

    private ServerSocketChannel listener;
    private AgentSocket socket;
    private SocketChannel agent;

    @BeforeEach
    void connects() throws IOException {
        Path path = directory.resolve("socket");
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
        socket = AgentSocket.open(path);
        agent = listener.accept();
    }

    @AfterEach
    void closes() throws IOException {
        socket.close();
        agent.close();
        listener.close();
    }

    @Test
    void sendsAMessageAndGivesTheAnswerWithoutItsLength() throws IOException {
        write("00000001 06");
        assertThat(socket.exchange(Golden.frame("list"))).containsExactly(6);

        ByteBuffer sent = ByteBuffer.allocate(100);
        agent.read(sent);
        assertThat(sent.flip()).isEqualTo(ByteBuffer.wrap(Golden.frame("list")));
    }

    @Test
    void putsAnAnswerTogetherFromItsParts() throws Exception {
        CompletableFuture<byte[]> answer = exchange();
        for (String part : new String[] {"0000", "0003", "0c", "01", "02"}) {
            write(part);
        }
        assertThat(answer.get()).containsExactly(12, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "00040001", "40000000", "ffffffff"})
    void refusesAbsurdLengths(String length) throws IOException {
        write(length);
        assertThatThrownBy(() -> socket.exchange(Golden.frame("list")))
                .isInstanceOf(IOException.class)
                .hasMessage("the agent announced a reply of " + Long.parseLong(length, 16) + " bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0000", "00000005", "00000005 0c0000"})
    void noticesAnAgentThatGoesAway(String before) throws IOException {
        write(before);
        agent.shutdownOutput();
        assertThatThrownBy(() -> socket.exchange(Golden.frame("list")))
                .isInstanceOf(EOFException.class)
                .hasMessage("the agent closed the connection");
    }

    @Test
    void endsTheWaitWhenItIsClosed() throws Exception {
        CompletableFuture<byte[]> answer = exchange();
        ByteBuffer sent = ByteBuffer.allocate(5);
        while (sent.hasRemaining()) {
            agent.read(sent); // now the other thread waits, or is about to
        }

        socket.close();

        assertThatThrownBy(answer::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(IOException.class);
        assertThat(socket.isOpen()).isFalse();
    }

    @Test
    void findsNobodyAtAPathWithoutASocket() {
        assertThatThrownBy(() -> AgentSocket.open(directory.resolve("none"))).isInstanceOf(IOException.class);
    }

    @Test
    void listsTheKeysOfARealAgent(@TempDir Path other) throws Exception {
        SshAgentProcess.assumeInstalled();
        try (SshAgentProcess real = SshAgentProcess.start(other);
                AgentSocket client = AgentSocket.open(real.socket())) {
            assertThat(client.exchange(Golden.frame("list"))).containsExactly(12, 0, 0, 0, 0);
            assertThat(client.exchange(Golden.frame("add-ed25519"))).isEqualTo(Golden.message("success"));
            assertThat(client.exchange(Golden.frame("list"))).isEqualTo(Golden.message("identities-ed25519"));
            assertThat(client.exchange(Golden.frame("sign-ed25519"))).isEqualTo(Golden.message("signed-ed25519"));
        }
    }

    private CompletableFuture<byte[]> exchange() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return socket.exchange(Golden.frame("list"));
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }

    private void write(String hex) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
        while (out.hasRemaining()) {
            agent.write(out);
        }
    }
}
