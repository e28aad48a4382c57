package org.agentbroker.broker.link;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;

/** A place on the client where its sshd listens for us, and the connections that came of it. */
public final class ReverseForward implements AutoCloseable {
    /**
     * At a time, with those that we closed and whose close the client has not confirmed; more are refused. Anybody on the
     * client can open them, and the one that counts comes last: who keeps a limit of his own, and makes room by closing
     * others, must come to it long before this one.
     */
    public static final int MOST_CONNECTIONS = 256;

    private final Session session;
    private final ListenPlace place;
    private final Acceptor acceptor;
    private final Runnable forget;
    private final Set<ChannelStream> connections = new HashSet<>();
    private boolean closed;

    ReverseForward(Session session, ListenPlace place, Acceptor acceptor, Runnable forget) {
        this.session = session;
        this.place = place;
        this.acceptor = acceptor;
        this.forget = forget;
    }

    /** On the client's loopback interface; 0 for a socket. */
    public int port() {
        return place instanceof ListenPlace.Port port ? port.port() : 0;
    }

    /** False refuses the connection. */
    boolean accept(ChannelStream stream) {
        synchronized (connections) {
            if (closed || connections.size() >= MOST_CONNECTIONS) {
                return false;
            }
            connections.add(stream);
        }
        boolean accepted = stream.offer(acceptor, () -> remove(stream));
        if (!accepted) {
            remove(stream);
        }
        return accepted;
    }

    private void remove(ChannelStream stream) {
        synchronized (connections) {
            connections.remove(stream);
        }
    }

    /** Asks the client not to listen any more, without waiting for it, and ends the connections. May be called again. */
    @Override
    public void close() {
        List<ChannelStream> open;
        synchronized (connections) {
            if (closed) {
                return;
            }
            closed = true;
            open = List.copyOf(connections);
        }
        forget.run();
        open.forEach(ChannelStream::abort);
        cancel();
    }

    private void cancel() {
        try {
            Buffer buffer = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, 256);
            buffer.putString("cancel-" + place.request());
            buffer.putBoolean(false);
            place.put(buffer);
            session.writePacket(buffer);
        } catch (IOException | RuntimeException e) {
            // the hop is gone, and the listener with it
        }
    }

    @Override
    public String toString() {
        return place.toString();
    }
}
