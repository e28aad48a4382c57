package org.agentbroker.it.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A TCP link to a port of this machine that a test can cut or freeze. */
public final class Cable implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final Object gate = new Object();
    private boolean frozen;

    private Cable(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    public static Cable to(int port) {
        try {
            Cable cable = new Cable(new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1")), port);
            daemon("cable " + port, cable::accept);
            return cable;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections came so far. */
    public int connections() {
        return connections.get();
    }

    /** How many bytes went through so far, both directions together. */
    public long bytes() {
        return bytes.get();
    }

    /** Resets all connections at once; new ones work. */
    public void cut() {
        for (Socket socket : sockets) {
            reset(socket);
        }
    }

    /** From now on nothing goes through and nobody is told, as when a machine loses power; new connections too. */
    public void freeze() {
        synchronized (gate) {
            frozen = true;
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        synchronized (gate) {
            frozen = false;
            gate.notifyAll();
        }
        cut();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                sockets.add(near);
                connections.incrementAndGet();
                daemon("cable " + target, () -> connect(near));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket near) {
        Socket far = new Socket();
        // known before it connects: a cut at any moment takes both ends
        sockets.add(far);
        try {
            passGate();
            far.connect(new InetSocketAddress("127.0.0.1", target));
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
        } catch (IOException e) {
            reset(near);
            reset(far);
            return;
        }
        daemon("cable from " + target, () -> pump(far, near));
        pump(near, far);
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                passGate();
                // counted first: who has read a byte finds it counted
                bytes.addAndGet(n);
                out.write(buffer, 0, n);
            }
            passGate();
            to.shutdownOutput();
            if (from.isOutputShutdown()) {
                end(from);
                end(to);
            }
        } catch (IOException e) {
            reset(from);
            reset(to);
        }
    }

    private void passGate() throws IOException {
        synchronized (gate) {
            while (frozen) {
                try {
                    gate.wait();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        }
    }

    private void reset(Socket socket) {
        try {
            // closing it then sends RST instead of what is left
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // it is closed already
        }
        end(socket);
    }

    private void end(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
