package org.agentbroker.agent.unix;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.agentbroker.agent.Agent;
import org.agentbroker.agent.AgentConnection;
import org.agentbroker.agent.AgentStream;
import org.newsclub.net.unix.AFUNIXSocket;
import org.slf4j.LoggerFactory;

/** One program at the socket, and the thread that serves it. Whatever goes wrong here ends this connection alone. */
final class SocketPeer implements Runnable {
    private static final long STACK = 256 * 1024;

    private final AFUNIXSocket socket;
    private final AgentConnection connection;
    private final AgentStream stream;
    private final Set<SocketPeer> peers;
    private final Semaphore places;

    private SocketPeer(
            AFUNIXSocket socket, AgentConnection connection, Semaphore memory, Set<SocketPeer> peers, Semaphore places)
            throws IOException {
        this.socket = socket;
        this.connection = connection;
        this.stream = new AgentStream(connection, socket.getInputStream(), socket.getOutputStream(), memory);
        this.peers = peers;
        this.places = places;
    }

    /**
     * False when the agent takes no more connections; then nothing was done.
     *
     * @param peers holds this peer as long as it is served
     * @param places has one released at its end
     */
    static boolean start(AFUNIXSocket socket, Agent agent, Semaphore memory, Set<SocketPeer> peers, Semaphore places)
            throws IOException {
        AgentConnection connection = agent.connect();
        if (connection == null) {
            return false;
        }
        SocketPeer peer = new SocketPeer(socket, connection, memory, peers, places);
        peers.add(peer);
        Thread thread = new Thread(null, peer, "agent-peer", STACK);
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) { // which is what the JDK throws when the system has no thread left
            peers.remove(peer);
            connection.close();
            throw new IOException("no thread for another peer", e);
        }
        return true;
    }

    @Override
    public void run() {
        try {
            stream.serve();
        } catch (IOException e) {
            // the peer has gone, or was cut off
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(SocketPeer.class).error("a fault ended a connection", e);
        } finally {
            peers.remove(this);
            connection.close();
            close();
            places.release();
        }
    }

    boolean isOverdue() {
        return stream.isOverdue();
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed all the same
        }
    }
}
