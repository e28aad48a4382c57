package org.agentbroker.broker.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.jspecify.annotations.Nullable;

/** What MINA takes for a socket and is a stream through a hop, so that an SSH session can run inside another one. */
final class StreamSession extends AbstractCloseable implements IoSession {
    private final long id;
    private final IoHandler handler;
    private final FarEnd far;
    private final StreamWriter writer;
    private final @Nullable IoService service;
    private final SocketAddress remote;
    private final Map<Object, Object> attributes = new ConcurrentHashMap<>();
    private final Object reading = new Object();
    private boolean suspended;

    StreamSession(
            long id,
            IoHandler handler,
            FarEnd far,
            Executor executor,
            @Nullable IoService service,
            SocketAddress remote) {
        this.id = id;
        this.handler = handler;
        this.far = far;
        this.service = service;
        this.remote = remote;
        this.writer = new StreamWriter(far.out(), executor, this::failed);
    }

    /** What arrives goes here. */
    Receiver receiver() {
        return new Receiver() {
            @Override
            public void take(byte[] bytes) throws IOException, InterruptedException {
                receive(new ByteArrayBuffer(bytes));
            }

            @Override
            public void end() {
                close(true); // as MINA does with a socket
            }

            @Override
            public void closed() {
                close(true);
            }
        };
    }

    private void receive(Buffer bytes) throws IOException, InterruptedException {
        synchronized (reading) {
            while (suspended && !isClosing()) {
                reading.wait();
            }
        }
        if (isClosing()) {
            throw new IOException("the session is closed");
        }
        try {
            // MINA blocks threads that write during a key exchange, unless they are what carries it on
            ThreadUtils.runAsInternal(() -> {
                handler.messageReceived(this, bytes);
                return null;
            });
        } catch (Exception e) {
            failed(e);
        }
    }

    private void failed(Throwable cause) {
        if (isOpen()) {
            try {
                handler.exceptionCaught(this, cause);
            } catch (Exception e) {
                // it is closed for the first cause
            }
        }
        close(true);
    }

    @Override
    public IoWriteFuture writeBuffer(Buffer buffer) {
        return writer.write(buffer);
    }

    @Override
    public void shutdownOutputStream() {
        writer.end();
    }

    @Override
    protected CloseFuture doCloseGracefully() {
        return writer.drained();
    }

    @Override
    protected void doCloseImmediately() {
        writer.close();
        far.close();
        resumeRead();
        super.doCloseImmediately();
        try {
            handler.sessionClosed(this);
        } catch (Exception e) {
            // it has no more to do with this
        }
        attributes.clear();
    }

    @Override
    public void suspendRead() {
        synchronized (reading) {
            suspended = true;
        }
    }

    @Override
    public void resumeRead() {
        synchronized (reading) {
            suspended = false;
            reading.notifyAll();
        }
    }

    @Override
    public long getId() {
        return id;
    }

    @Override
    public @Nullable IoService getService() {
        return service;
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return remote;
    }

    @Override
    public SocketAddress getLocalAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    public @Nullable SocketAddress getAcceptanceAddress() {
        return null;
    }

    @Override
    public @Nullable Object getAttribute(Object key) {
        return attributes.get(key);
    }

    @Override
    public @Nullable Object setAttribute(Object key, Object value) {
        return attributes.put(key, value);
    }

    @Override
    public @Nullable Object setAttributeIfAbsent(Object key, Object value) {
        return attributes.putIfAbsent(key, value);
    }

    @Override
    public @Nullable Object removeAttribute(Object key) {
        return attributes.remove(key);
    }

    @Override
    public String toString() {
        return "StreamSession[" + remote + "]";
    }
}
