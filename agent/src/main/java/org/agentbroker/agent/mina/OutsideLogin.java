package org.agentbroker.agent.mina;

import java.io.IOException;
import org.agentbroker.agent.unix.AgentSocket;
import org.apache.sshd.agent.common.AbstractAgentProxy;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** The keys of an outside agent; MINA speaks the protocol, {@link AgentSocket} carries it. */
final class OutsideLogin extends AbstractAgentProxy {
    private final AgentSocket socket;

    OutsideLogin(AgentSocket socket) {
        super(null);
        this.socket = socket;
    }

    @Override
    protected Buffer request(Buffer buffer) throws IOException {
        return new ByteArrayBuffer(socket.exchange(buffer.getCompactData()));
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
