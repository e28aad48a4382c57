package org.agentbroker.it.attacks;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;

/** A program at an agent's socket that writes what it likes. */
final class AgentPeer implements AutoCloseable {
    private static final int KEY = 32;

    private final SocketChannel channel;

    private AgentPeer(SocketChannel channel) {
        this.channel = channel;
    }

    static AgentPeer connect(Path socket) throws IOException {
        return new AgentPeer(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    /** Sends a message of one byte, and gives the answer, both without their length fields. */
    byte[] ask(int number) throws IOException {
        return ask(new byte[] {(byte) number});
    }

    byte[] ask(byte[] message) throws IOException {
        write(ByteBuffer.allocate(Integer.BYTES + message.length)
                .putInt(message.length)
                .put(message)
                .array());
        return answer();
    }

    void write(byte[] bytes) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    /** As much of it as the socket takes now: the other end may have stopped reading. */
    void writeWhatIsTaken(byte[] bytes) throws IOException {
        channel.configureBlocking(false);
        channel.write(ByteBuffer.wrap(bytes));
        channel.configureBlocking(true);
    }

    void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    byte[] answer() throws IOException {
        int length = read(Integer.BYTES).getInt(0);
        return read(length).array();
    }

    private ByteBuffer read(int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        while (into.hasRemaining()) {
            if (channel.read(into) < 0) {
                throw new EOFException("the agent closed the connection");
            }
        }
        return into;
    }

    /** A message that adds a fresh Ed25519 key (RFC 9987, 3.2.3). */
    static byte[] newKey(String comment) throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - KEY, encoded.length);
        byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
        byte[] type = "ssh-ed25519".getBytes(StandardCharsets.US_ASCII);
        byte[] words = comment.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(1 + 4 * Integer.BYTES + type.length + 3 * KEY + words.length)
                .put((byte) 17)
                .putInt(type.length)
                .put(type)
                .putInt(KEY)
                .put(point)
                .putInt(2 * KEY)
                .put(seed)
                .put(point)
                .putInt(words.length)
                .put(words)
                .array();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
