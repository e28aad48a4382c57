package org.agentbroker.broker.returnpath;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.agentbroker.broker.link.Acceptor;
import org.agentbroker.broker.link.FarEnd;
import org.agentbroker.broker.link.Receiver;

/** A port on the loopback whose connections come to an acceptor as if over a reverse forward. */
final class ForwardedPort implements AutoCloseable {
    private final ServerSocket listening;
    private final Acceptor acceptor;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    ForwardedPort(Acceptor acceptor) throws IOException {
        this.acceptor = acceptor;
        listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        thread(this::listen);
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "forwarded-port");
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        try {
            while (true) {
                Socket socket = listening.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                Receiver receiver = acceptor.accept(new Peer(socket, socket.getOutputStream()));
                if (receiver == null) {
                    socket.close();
                } else {
                    thread(() -> carry(socket, receiver));
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void carry(Socket socket, Receiver receiver) {
        byte[] chunk = new byte[32 << 10];
        try (socket) {
            for (int count = socket.getInputStream().read(chunk);
                    count > 0;
                    count = socket.getInputStream().read(chunk)) {
                receiver.take(Arrays.copyOf(chunk, count));
            }
            receiver.end();
        } catch (IOException e) {
            // one of both has closed it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
            receiver.closed();
        }
    }

    private record Peer(Socket socket, OutputStream out) implements FarEnd {
        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
