package org.agentbroker.broker.returnpath;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.io.AbstractIoWriteFuture;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.ServerFactoryManager;
import org.apache.sshd.server.session.ServerSessionImpl;

/**
 * One connection as an SSH session. Narrower than MINA's: one login, never again one, and nothing that the client wrote
 * goes to a log.
 */
final class EmbeddedSession extends ServerSessionImpl {
    private static final String LOGIN = "ssh-userauth";
    private static final int MOST_UNSENT_REPLIES = 1000;

    private final Arrival arrival;
    private final AtomicBoolean channelOpened = new AtomicBoolean();
    private final AtomicInteger unsent = new AtomicInteger();
    private boolean loginBegun;

    EmbeddedSession(ServerFactoryManager server, IoSession ioSession, Arrival arrival) throws Exception {
        super(server, ioSession);
        this.arrival = arrival;
        addSessionListener(new Progress());
    }

    private final class Progress implements SessionListener {
        @Override
        public void sessionEvent(Session session, Event event) {
            if (event == Event.KeyEstablished) {
                arrival.reached(Startups.Stage.KEYS);
            }
        }
    }

    Arrival arrival() {
        return arrival;
    }

    /** True for the first channel of this session, and never again. */
    boolean claimChannel() {
        return channelOpened.compareAndSet(false, true);
    }

    void drop() {
        close(true);
    }

    /** Answers a request. Who asks without end and reads no answer is dropped before the answers fill the memory. */
    IoWriteFuture reply(Buffer answer) throws IOException {
        if (unsent.incrementAndGet() > MOST_UNSENT_REPLIES) {
            drop();
        }
        return writePacket(answer).addListener(future -> unsent.decrementAndGet());
    }

    @Override
    protected boolean readIdentification(Buffer buffer) throws Exception {
        boolean read = super.readIdentification(buffer);
        if (read) {
            arrival.reached(Startups.Stage.BANNER);
        }
        return read;
    }

    // the connection service is started by the login alone: as a request it would come without its limits
    @Override
    protected boolean handleServiceRequest(String serviceName, Buffer buffer) throws Exception {
        if (!serviceName.equals(LOGIN) || loginBegun) {
            drop();
            return false;
        }
        loginBegun = true;
        return super.handleServiceRequest(serviceName, buffer);
    }

    @Override
    public void exceptionCaught(Throwable cause) {
        debug("exceptionCaught({}) {}", this, cause.getClass().getSimpleName(), cause);
        drop();
    }

    @Override
    public void disconnect(int reason, String message) throws IOException {
        drop();
    }

    @Override
    protected void handleDisconnect(int code, String message, String language, Buffer buffer) {
        drop();
    }

    // no answer: there is nothing that an honest client sends and we do not know
    @Override
    protected IoWriteFuture sendNotImplemented(long sequenceNumber) {
        drop();
        return AbstractIoWriteFuture.fulfilled(this, Boolean.TRUE);
    }

    @Override
    protected void handleDebug(Buffer buffer) {
        // for people, and nobody asks here
    }

    @Override
    protected void handleUnimplemented(Buffer buffer) {
        // we send nothing that might be
    }
}
