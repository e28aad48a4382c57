package org.agentbroker.broker.link;

import java.io.IOException;
import java.time.Duration;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.future.SshFutureListener;
import org.apache.sshd.common.session.Session;

/** Opens a channel, and waits for the answer no longer than there is a connection: MINA waits for the whole time. */
public final class Opening {
    private Opening() {}

    /** @throws IOException when it is refused, or the connection is lost before the answer, or the time is over */
    public static void await(ClientChannel channel, Duration time) throws IOException {
        Session session = channel.getSession();
        OpenFuture answer = channel.open();
        SshFutureListener<CloseFuture> lost =
                closed -> answer.setException(new SshException("the connection was lost before the client answered"));
        session.addCloseFutureListener(lost);
        try {
            answer.verify(time);
        } finally {
            session.removeCloseFutureListener(lost);
        }
    }
}
