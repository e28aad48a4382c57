package org.agentbroker.agent.unix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.agentbroker.agent.AgentListener;
import org.agentbroker.agent.KeyringAgent;
import org.agentbroker.agent.SteadyClock;
import org.agentbroker.agent.fixture.Added;
import org.agentbroker.agent.fixture.Frames;
import org.agentbroker.agent.fixture.Golden;
import org.agentbroker.agent.fixture.JdkKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers that use the socket in other ways than ssh does; the JDK's sockets are at their end. */
@Timeout(30)
class AgentServerPeersTest {
    private static final byte[] LIST = Frames.framed(Frames.list());

    @TempDir
    Path directory;

    private KeyringAgent agent;
    private AgentServer server;

    @BeforeEach
    void opens() throws Exception {
        agent = KeyringAgent.open(null, AgentListener.none(), new SteadyClock());
        server = AgentServer.open(agent, directory.resolve("agent"));
    }

    @AfterEach
    void closes() {
        server.close();
        agent.close();
    }

    @Test
    void answersAPeerThatWritesByteByByte() throws IOException {
        try (SocketChannel peer = connect()) {
            for (byte b : Golden.frame("add-ed25519")) {
                peer.write(ByteBuffer.wrap(new byte[] {b}));
            }
            assertThat(answer(peer)).isEqualTo(Golden.message("success"));
            for (byte b : Golden.frame("sign-ed25519")) {
                peer.write(ByteBuffer.wrap(new byte[] {b}));
            }
            assertThat(answer(peer)).isEqualTo(Golden.message("signed-ed25519"));
        }
    }

    /** {@code ssh-agent} may lose these answers. */
    @Test
    void answersAllThatAPeerAskedBeforeItClosedItsEnd() throws IOException {
        try (SocketChannel peer = connect()) {
            ByteBuffer asked = ByteBuffer.allocate(100 * LIST.length);
            for (int i = 0; i < 100; i++) {
                asked.put(LIST);
            }
            peer.write(asked.flip());
            peer.shutdownOutput();

            for (int i = 0; i < 100; i++) {
                assertThat(answer(peer)).containsExactly(12, 0, 0, 0, 0);
            }
            assertThat(peer.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void letsAPeerThatDoesNotReadHinderNobody() throws Exception {
        try (SocketChannel deaf = connect();
                SocketChannel other = connect()) {
            // a list that no socket's buffer holds twice
            String comment = "c".repeat(200 * 1024);
            write(other, Frames.framed(Added.key(JdkKey.ed25519(), comment)));
            assertThat(answer(other)).isEqualTo(Golden.message("success"));
            for (int i = 0; i < 100; i++) {
                write(deaf, LIST);
            }
            for (int i = 0; i < 100; i++) {
                write(other, LIST);
                assertThat(answer(other)).startsWith(12, 0, 0, 0, 1).hasSizeGreaterThan(comment.length());
            }
            for (int i = 0; i < 100; i++) { // none was lost, it only took its time
                assertThat(answer(deaf)).startsWith(12, 0, 0, 0, 1);
            }
        }
    }

    @Test
    void letsAPeerThatAnnouncesMuchHinderNobody() throws IOException {
        try (SocketChannel silent = connect();
                SocketChannel half = connect();
                SocketChannel other = connect()) {
            write(silent, new byte[] {0, 4, 0, 0});
            write(half, new byte[] {0, 4, 0, 0, 25});
            write(half, new byte[128 * 1024]);
            write(other, LIST);
            assertThat(answer(other)).containsExactly(12, 0, 0, 0, 0);
        }
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("agent")));
    }

    private static void write(SocketChannel peer, byte[] bytes) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        while (out.hasRemaining()) {
            peer.write(out);
        }
    }

    private static byte[] answer(SocketChannel peer) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(
                read(peer, ByteBuffer.allocate(Integer.BYTES)).getInt(0));
        return read(peer, answer).array();
    }

    private static ByteBuffer read(SocketChannel peer, ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (peer.read(into) < 0) {
                throw new EOFException("the agent closed the connection");
            }
        }
        return into;
    }
}
