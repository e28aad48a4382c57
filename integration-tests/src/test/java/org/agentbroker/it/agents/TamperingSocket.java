package org.agentbroker.it.agents;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Stands between programs and an agent, one program after the other, and changes what they ask. */
final class TamperingSocket implements AutoCloseable {
    private final ServerSocketChannel listener;
    private final Path socket;
    private final Path agent;
    private volatile UnaryOperator<byte[]> change = message -> message;

    private TamperingSocket(ServerSocketChannel listener, Path socket, Path agent) {
        this.listener = listener;
        this.socket = socket;
        this.agent = agent;
    }

    static TamperingSocket before(BrokerAgent agent) {
        Path socket = agent.socket().resolveSibling("tampering");
        try {
            ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            listener.bind(UnixDomainSocketAddress.of(socket));
            TamperingSocket tampering = new TamperingSocket(listener, socket, agent.socket());
            Thread thread = new Thread(tampering::accept, "tampering");
            thread.setDaemon(true);
            thread.start();
            return tampering;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path socket() {
        return socket;
    }

    /** From now on each message, without its length field, is sent on as this makes it. */
    void change(UnaryOperator<byte[]> wanted) {
        change = wanted;
    }

    private void accept() {
        while (listener.isOpen()) {
            try (SocketChannel program = listener.accept();
                    SocketChannel server = SocketChannel.open(UnixDomainSocketAddress.of(agent))) {
                relay(program, server);
            } catch (IOException e) {
                // that one has gone; the next may come
            }
        }
    }

    private void relay(SocketChannel program, SocketChannel server) throws IOException {
        DataInputStream questions = new DataInputStream(Channels.newInputStream(program));
        DataInputStream answers = new DataInputStream(Channels.newInputStream(server));
        try {
            while (true) {
                send(change.apply(questions.readNBytes(questions.readInt())), server);
                send(answers.readNBytes(answers.readInt()), program);
            }
        } catch (EOFException e) {
            // the end of one is the end of both
        }
    }

    private static void send(byte[] message, SocketChannel to) throws IOException {
        DataOutputStream out = new DataOutputStream(Channels.newOutputStream(to));
        out.writeInt(message.length);
        out.write(message);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
