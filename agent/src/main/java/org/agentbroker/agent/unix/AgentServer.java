package org.agentbroker.agent.unix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agentbroker.agent.Agent;
import org.agentbroker.agent.key.UnusableInput;
import org.newsclub.net.unix.AFUNIXSocket;
import org.slf4j.LoggerFactory;

/**
 * An agent on a unix socket, for programs of the same user. Each peer has a thread of its own, so none waits for another;
 * what they may have in memory together is bounded.
 */
public final class AgentServer implements AutoCloseable {
    /** Connections served at a time; those beyond wait in the socket's queue. */
    public static final int MOST_CONNECTIONS = 2000;

    private static final long LARGEST_SHARE = 256L * 1024 * 1024;
    private static final long SHARES_OF_HEAP = 4;
    private static final long ROOT = 0;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Agent agent;
    private final SocketFile socket;
    private final long uid;
    private final Semaphore places = new Semaphore(MOST_CONNECTIONS);
    private final Semaphore memory =
            new Semaphore((int) Math.min(LARGEST_SHARE, Runtime.getRuntime().maxMemory() / SHARES_OF_HEAP));
    private final Set<SocketPeer> peers = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "agent-watch"));
    private volatile boolean closed;

    private AgentServer(Agent agent, SocketFile socket, long uid) {
        this.agent = agent;
        this.socket = socket;
        this.uid = uid;
    }

    /**
     * Listens from now on. The socket's mode is 0600 from its first moment.
     *
     * @param agent stays the caller's to close
     * @param path where there is nothing yet, or a socket that nobody answers at any more
     * @throws UnusableInput when the path cannot be used, or somebody answers there
     */
    public static AgentServer open(Agent agent, Path path) throws UnusableInput {
        SocketFile socket = SocketFile.open(path);
        try {
            AgentServer server = new AgentServer(agent, socket, socket.uid());
            daemon(server::accept, "agent-accept").start();
            server.watch.scheduleWithFixedDelay(server::look, 1, 1, TimeUnit.SECONDS);
            return server;
        } catch (IOException e) {
            socket.close();
            throw new UnusableInput(path + " cannot be looked at: " + e.getMessage(), "ls -l " + path);
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private void accept() {
        while (!closed) {
            try {
                places.acquire();
                AFUNIXSocket peer = socket.server().accept();
                if (!admit(peer)) {
                    peer.close();
                    places.release();
                }
            } catch (IOException e) { // out of descriptors, for one; those who are served go on
                places.release();
                LockSupport.parkNanos(PAUSE_NANOS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private boolean admit(AFUNIXSocket peer) {
        try {
            long peerUid = peer.getPeerCredentials().getUid();
            if (peerUid == uid || peerUid == ROOT) { // ssh-agent.c, handle_socket_read
                return SocketPeer.start(peer, agent, memory, peers, places);
            }
            LoggerFactory.getLogger(AgentServer.class).warn("a peer of uid {} was turned away", peerUid);
        } catch (IOException e) {
            LoggerFactory.getLogger(AgentServer.class).warn("a peer was lost: {}", e.getMessage());
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(AgentServer.class).error("a fault ended a connection", e);
        }
        return false;
    }

    /** Once a second: what nobody else would notice. */
    private void look() {
        agent.expire();
        peers.stream().filter(SocketPeer::isOverdue).forEach(SocketPeer::close);
    }

    /** What {@code SSH_AUTH_SOCK} has to name. */
    public Path path() {
        return socket.path();
    }

    /** Stops listening, cuts all peers off and removes the socket. May be called again. */
    @Override
    public void close() {
        closed = true;
        watch.shutdownNow();
        socket.close();
        peers.forEach(SocketPeer::close);
    }
}
