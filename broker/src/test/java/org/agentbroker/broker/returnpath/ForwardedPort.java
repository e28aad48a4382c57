package org.agentbroker.broker.returnpath;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.agentbroker.broker.link.FarEnd;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.server.SshServer;

/** A port on the loopback whose connections come to an end point as if over a reverse forward. */
final class ForwardedPort implements AutoCloseable {
    private static final String ARRIVAL = "arrival";

    private final IoServiceFactory services;
    private final IoAcceptor acceptor;

    ForwardedPort(EmbeddedServer server) throws IOException {
        services = new Nio2ServiceFactoryFactory().create(SshServer.setUpDefaultServer());
        acceptor = services.createAcceptor(new IoHandler() {
            @Override
            public void sessionCreated(IoSession session) throws Exception {
                Arrival arrival = server.arrive(new FarEnd() {
                    @Override
                    public OutputStream out() {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public void close() {
                        session.close(true);
                    }
                });
                if (arrival == null) {
                    session.close(true);
                    return;
                }
                session.setAttribute(ARRIVAL, arrival);
                arrival.sessionCreated(session);
            }

            @Override
            public void sessionClosed(IoSession session) throws Exception {
                Arrival arrival = (Arrival) session.getAttribute(ARRIVAL);
                if (arrival != null) {
                    arrival.sessionClosed(session);
                }
            }

            @Override
            public void exceptionCaught(IoSession session, Throwable cause) throws Exception {
                Arrival arrival = (Arrival) session.getAttribute(ARRIVAL);
                if (arrival != null) {
                    arrival.exceptionCaught(session, cause);
                }
            }

            @Override
            public void messageReceived(IoSession session, Readable message) throws Exception {
                ((Arrival) session.getAttribute(ARRIVAL)).messageReceived(session, message);
            }
        });
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    int port() {
        return ((InetSocketAddress) acceptor.getBoundAddresses().iterator().next()).getPort();
    }

    @Override
    public void close() {
        acceptor.close(true);
        services.close(true);
    }
}
