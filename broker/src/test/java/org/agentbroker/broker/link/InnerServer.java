package org.agentbroker.broker.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelDataReceiver;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.session.SessionFactory;

/** An SSH server that listens nowhere; every command echoes its input. */
final class InnerServer implements AutoCloseable {
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final AtomicInteger sessions = new AtomicInteger();
    private final SshServer server;
    private final SessionFactory factory;

    /** {@code checkConfig} is what {@code start} does before it listens. */
    private static final class Unbound extends SshServer {
        void prepare() {
            checkConfig();
        }
    }

    InnerServer() {
        Unbound unbound = (Unbound) org.apache.sshd.server.ServerBuilder.builder()
                .factory(Unbound::new)
                .build();
        server = unbound;
        server.setKeyPairProvider(KeyPairProvider.wrap(LinkClient.ecdsa()));
        server.setPublickeyAuthenticator((user, key, session) -> true);
        server.setCommandFactory((channel, command) -> new Echo());
        server.addSessionListener(new SessionListener() {
            @Override
            public void sessionCreated(Session session) {
                sessions.incrementAndGet();
            }

            @Override
            public void sessionClosed(Session session) {
                sessions.decrementAndGet();
            }
        });
        unbound.prepare();
        factory = new SessionFactory(server);
    }

    IoHandler handler() {
        return factory;
    }

    int sessions() {
        return sessions.get();
    }

    @Override
    public void close() throws IOException {
        server.close(true);
        executor.shutdownNow();
    }

    private final class Echo implements Command, ChannelDataReceiver, Receiver {
        private OutputStream out;
        private Pump pump;
        private ExitCallback exit;

        @Override
        public void start(ChannelSession session, Environment environment) {
            out = ChannelOut.into(session);
            pump = new Pump(this, bytes -> session.getLocalWindow().release(bytes), executor, e -> session.close(true));
            session.setDataReceiver(this);
        }

        @Override
        public int data(ChannelSession session, byte[] bytes, int start, int length) throws IOException {
            pump.take(java.util.Arrays.copyOfRange(bytes, start, start + length));
            return 0; // released when it was taken
        }

        @Override
        public void close() {
            pump.end();
        }

        @Override
        public void take(byte[] bytes) throws IOException {
            out.write(bytes);
        }

        @Override
        public void end() {
            exit.onExit(0);
        }

        @Override
        public void closed() {}

        @Override
        public void destroy(ChannelSession session) {
            pump.abort();
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }

        @Override
        public void setInputStream(InputStream in) {}

        @Override
        public void setOutputStream(OutputStream stream) {}

        @Override
        public void setErrorStream(OutputStream stream) {}
    }
}
