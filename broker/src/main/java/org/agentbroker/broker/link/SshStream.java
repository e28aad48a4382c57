package org.agentbroker.broker.link;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.Executor;
import org.apache.sshd.common.io.IoHandler;
import org.jspecify.annotations.Nullable;

/** An SSH server at our end of a stream. {@link Via} is the client's counterpart. */
public final class SshStream {
    private SshStream() {}

    /**
     * Serves one SSH connection. The session reads on one thread at a time and may block there, which stops it alone, but
     * then it hears neither of a window nor of a key exchange: what its channels bring goes through a {@link Pump}.
     *
     * @param handler of the SSH server: its session factory
     * @param executor runs the session's writes; they may block, so it must not be bounded
     * @return for the {@link Acceptor}; null when the server wants no session
     */
    public static @Nullable Receiver serve(IoHandler handler, FarEnd far, Executor executor) {
        SocketAddress remote = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        StreamSession session = new StreamSession(0, handler, far, executor, null, remote);
        try {
            handler.sessionCreated(session);
            return session.receiver();
        } catch (Exception e) {
            session.close(true);
            return null;
        }
    }
}
