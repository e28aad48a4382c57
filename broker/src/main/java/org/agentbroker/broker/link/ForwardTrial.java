package org.agentbroker.broker.link;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.session.ConnectionService;

/** Whether the sshd at the other end of a session would make connections for whoever has our key. */
public final class ForwardTrial {
    private ForwardTrial() {}

    /**
     * Asks for one connection, which is closed at once. Empty when there was no answer in time.
     *
     * @param executor its tasks may block
     */
    public static Optional<Boolean> isAllowed(
            ClientSession session, String host, int port, Executor executor, Duration time) throws IOException {
        DirectChannel channel = new DirectChannel(host, port, far -> null, executor);
        session.getService(ConnectionService.class).registerChannel(channel);
        try {
            Opening.await(channel, time);
            return Optional.of(true);
        } catch (IOException e) {
            if (!(channel.openFailure() instanceof SshChannelOpenException refusal)) {
                // made, and not wanted by us; or neither
                return session.isOpen() && channel.openFailure() != null ? Optional.of(true) : Optional.empty();
            }
            return Optional.of(refusal.getReasonCode() == SshConstants.SSH_OPEN_CONNECT_FAILED);
        } finally {
            channel.close(true);
        }
    }
}
