package org.agentbroker.broker.link;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;

/** A client's sshd that answers requests for forwards as a test wants it, and opens what channels it likes. */
final class HostilePeer implements AutoCloseable {
    static final int PORT = 40000;

    final SshServer server = SshServer.setUpDefaultServer();
    /** The names of the global requests that came. */
    final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

    private Consumer<ConnectionService> answer = service -> grant(service, PORT);

    HostilePeer() throws IOException {
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(LinkClient.ecdsa()));
        server.setPublickeyAuthenticator((user, key, session) -> true);
        server.setGlobalRequestHandlers(List.of((service, name, wantReply, buffer) -> {
            requests.add(name);
            if (!wantReply || name.startsWith("keepalive")) {
                return RequestHandler.Result.ReplyFailure;
            }
            answer.accept(service);
            return RequestHandler.Result.Replied;
        }));
        server.start();
    }

    /** On the thread that reads from the session. */
    void answers(Consumer<ConnectionService> how) {
        answer = how;
    }

    static void grant(ConnectionService service, int... numbers) {
        try {
            Buffer reply = service.getSession().createBuffer(SshConstants.SSH_MSG_REQUEST_SUCCESS, 8);
            for (int number : numbers) {
                reply.putInt(number);
            }
            service.getSession().writePacket(reply);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Of direct-tcpip channels. */
    void opens(ChannelFactory factory) {
        server.setChannelFactories(List.of(factory));
    }

    int port() {
        return server.getPort();
    }

    Session session() {
        return server.getActiveSessions().get(0);
    }

    PeerChannel open(String type, Object... message) throws IOException {
        return open(session().getService(ConnectionService.class), type, message);
    }

    static PeerChannel open(ConnectionService service, String type, Object... message) throws IOException {
        return open(service, new PeerChannel(type, message));
    }

    /** It takes notice of a close and does not answer it. */
    PeerChannel openSilent(String type, Object... message) throws IOException {
        PeerChannel channel = new PeerChannel(type, message) {
            @Override
            public void handleClose() {}
        };
        return open(session().getService(ConnectionService.class), channel);
    }

    /** It takes as much as it can say in its first message. */
    PeerChannel openWide(int packet, String type, Object... message) throws IOException {
        PeerChannel channel = new PeerChannel(type, message);
        CoreModuleProperties.WINDOW_SIZE.set(channel, 0xffff_ffffL);
        CoreModuleProperties.MAX_PACKET_SIZE.set(channel, (long) packet);
        return open(session().getService(ConnectionService.class), channel);
    }

    private static PeerChannel open(ConnectionService service, PeerChannel channel) throws IOException {
        service.registerChannel((Channel) channel);
        channel.open();
        return channel;
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
