package org.agentbroker.it.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A TCP link to a port that a test can cut, freeze for a while, or make long. */
public final class Cable implements AutoCloseable {
    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final Object gate = new Object();
    private boolean frozen;
    private volatile Duration delay = Duration.ZERO;

    private record Event(Predicate<Cable> condition, Consumer<Cable> action, AtomicBoolean done) {}

    private Cable(ServerSocket listener, InetSocketAddress target) {
        this.listener = listener;
        this.target = target;
    }

    /** To a port of this machine. */
    public static Cable to(int port) {
        return to("127.0.0.1", port);
    }

    public static Cable to(String host, int port) {
        try {
            Cable cable = new Cable(
                    new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1")), new InetSocketAddress(host, port));
            daemon("cable " + port, cable::accept);
            return cable;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The port as it stands in a config. */
    public String portText() {
        return Integer.toString(port());
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

    /** All that was sent meanwhile arrives, and what comes then goes through. */
    public void thaw() {
        synchronized (gate) {
            frozen = false;
            gate.notifyAll();
        }
    }

    /** What is sent from now on arrives so much later, in each direction; as much goes through as before. */
    public Cable delay(Duration oneWay) {
        delay = oneWay;
        return this;
    }

    /**
     * Does something once, when the condition holds: it is looked at before a connection is made and before each piece
     * of data goes through, which then waits for the action to end. The action may cut or freeze.
     */
    public Cable when(Predicate<Cable> condition, Consumer<Cable> action) {
        events.add(new Event(condition, action, new AtomicBoolean()));
        return this;
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thaw();
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
            pass(0);
            far.connect(target);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
        } catch (IOException e) {
            reset(near);
            reset(far);
            return;
        }
        daemon("cable from " + target, () -> direction(far, near));
        direction(near, far);
    }

    private void direction(Socket from, Socket to) {
        try (CableDirection direction = new CableDirection(from.getInputStream(), () -> delay)) {
            direction.deliver(to.getOutputStream(), this::pass);
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

    private void pass(int length) throws IOException {
        for (Event event : events) {
            if (!event.done.get() && event.condition.test(this) && event.done.compareAndSet(false, true)) {
                event.action.accept(this);
            }
        }
        synchronized (gate) {
            while (frozen) {
                try {
                    gate.wait();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        }
        // counted before it is written: who has read a byte finds it counted
        bytes.addAndGet(length);
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

    static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
