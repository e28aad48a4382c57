package org.agentbroker.agent.mina;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * A command on the client with agent forwarding, and word whether forwarding was granted: MINA's own request does not
 * ask for a reply. The command starts in either case, so nothing secret belongs in it or before {@link #forwarding}.
 */
public class AgentExec extends ChannelExec {
    private final CompletableFuture<Boolean> forwarding = new CompletableFuture<>();

    /** For a class of one's own; {@link MinaForwarding#register} brings it to a session. */
    @SuppressWarnings("this-escape") // the listener is only kept until the channel is closed
    protected AgentExec(String command) {
        super(command, null, Map.of());
        addCloseFutureListener(future -> forwarding.complete(false));
    }

    /** True when the client's sshd forwards the agent, false when it refused or the channel closed before it said. */
    public CompletableFuture<Boolean> forwarding() {
        return forwarding;
    }

    // the first thing that ChannelExec does on a channel that was opened; replies come in the order of requests
    @Override
    protected void doOpenPty() throws IOException {
        Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, 64);
        buffer.putUInt(getRecipient());
        buffer.putString("auth-agent-req@openssh.com");
        buffer.putBoolean(true);
        writePacket(buffer);
    }

    @Override
    public void handleSuccess() throws IOException {
        if (!forwarding.complete(true)) {
            super.handleSuccess();
        }
    }

    @Override
    public void handleFailure() throws IOException {
        if (!forwarding.complete(false)) {
            super.handleFailure();
        }
    }
}
