package org.agentbroker.broker.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.future.SshFutureListener;
import org.apache.sshd.common.io.DefaultIoConnectFuture;
import org.apache.sshd.common.io.IoConnectFuture;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.session.ConnectionService;
import org.jspecify.annotations.Nullable;

/** Connects through a session where the context says so, else as the connector does that it has of MINA. */
final class ViaConnector implements IoConnector {
    private final IoConnector direct;
    private final IoHandler handler;
    private final Executor executor;
    private final Map<Long, IoSession> sessions = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong(); // counts down: the other connector's sessions count up

    ViaConnector(IoConnector direct, IoHandler handler, Executor executor) {
        this.direct = direct;
        this.handler = handler;
        this.executor = executor;
    }

    @Override
    public IoConnectFuture connect(
            SocketAddress target, @Nullable AttributeRepository context, @Nullable SocketAddress local) {
        ClientSession session = Via.of(context);
        if (session == null || context == null) {
            return direct.connect(target, context, local);
        }
        IoConnectFuture future = new DefaultIoConnectFuture(target, null);
        future.addListener(done -> {
            if (done.isCanceled()) {
                done.getCancellation().setCanceled(); // the channel is closed when it opens
            }
        });
        try {
            open(session, (InetSocketAddress) target, context, future);
        } catch (IOException | RuntimeException e) {
            future.setException(e);
        }
        return future;
    }

    private void open(
            ClientSession session, InetSocketAddress target, AttributeRepository context, IoConnectFuture future)
            throws IOException {
        DirectChannel channel = new DirectChannel(
                target.getHostString(), target.getPort(), far -> connected(far, target, context, future), executor);
        session.getService(ConnectionService.class).registerChannel(channel);
        // no effect when it was connected; and not in the future of open: it may be done before one can listen to it
        channel.addCloseFutureListener(closed -> future.setException(JumpRefused.reason(channel.openFailure())));
        channel.open();
    }

    private @Nullable Receiver connected(
            FarEnd far, InetSocketAddress target, AttributeRepository context, IoConnectFuture future) {
        StreamSession session = new StreamSession(lastId.decrementAndGet(), handler, far, executor, this, target);
        session.setAttribute(AttributeRepository.class, context);
        sessions.put(session.getId(), session);
        session.addCloseFutureListener(closed -> sessions.remove(session.getId()));
        try {
            handler.sessionCreated(session);
            future.setSession(session);
            if (future.getSession() != session) {
                session.close(true); // cancelled
            }
        } catch (Exception e) {
            future.setException(e);
            session.close(true);
        }
        return session.receiver();
    }

    @Override
    public Map<Long, IoSession> getManagedSessions() {
        Map<Long, IoSession> all = new HashMap<>(direct.getManagedSessions());
        all.putAll(sessions);
        return all;
    }

    @Override
    public CloseFuture close(boolean immediately) {
        // before those that they go through
        List.copyOf(sessions.values()).forEach(session -> session.close(immediately));
        return direct.close(immediately);
    }

    @Override
    public void addCloseFutureListener(SshFutureListener<CloseFuture> listener) {
        direct.addCloseFutureListener(listener);
    }

    @Override
    public void removeCloseFutureListener(SshFutureListener<CloseFuture> listener) {
        direct.removeCloseFutureListener(listener);
    }

    @Override
    public boolean isClosed() {
        return direct.isClosed();
    }

    @Override
    public boolean isClosing() {
        return direct.isClosing();
    }

    @Override
    public @Nullable IoServiceEventListener getIoServiceEventListener() {
        return direct.getIoServiceEventListener();
    }

    @Override
    public void setIoServiceEventListener(@Nullable IoServiceEventListener listener) {
        direct.setIoServiceEventListener(listener);
    }
}
