package org.agentbroker.broker.returnpath;

import java.io.IOException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.io.AbstractIoWriteFuture;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.session.ServerConnectionService;

/** The service {@code ssh-connection} with one session channel: no forwarding of any kind, no request is granted. */
final class ServeConnection extends ServerConnectionService {
    private final EmbeddedSession session;

    ServeConnection(EmbeddedSession session) throws SshException {
        super(session);
        this.session = session;
    }

    @Override
    protected void channelOpen(Buffer buffer) throws Exception {
        int start = buffer.rpos();
        String type = buffer.getString();
        long sender = buffer.getUInt();
        if (type.equals("session") && session.claimChannel()) {
            buffer.rpos(start);
            super.channelOpen(buffer);
        } else {
            session.reply(refusal(sender));
        }
    }

    private Buffer refusal(long sender) {
        Buffer refusal = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE, 64);
        refusal.putUInt(sender);
        refusal.putUInt(SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED);
        refusal.putString("refused");
        refusal.putString(""); // language
        return refusal;
    }

    // also for keepalive@openssh.com: any answer will do (OpenSSH clientloop.c, client_global_request_reply)
    @Override
    protected IoWriteFuture globalRequest(Buffer buffer) throws IOException {
        String request = buffer.getString();
        if (!buffer.getBoolean()) {
            return AbstractIoWriteFuture.fulfilled(request, Boolean.TRUE);
        }
        return session.reply(session.createBuffer(SshConstants.SSH_MSG_REQUEST_FAILURE, 2));
    }
}
