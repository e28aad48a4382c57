package org.agentbroker.agent.mina;

import java.io.IOException;
import java.nio.file.Path;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.unix.AgentSocket;
import org.apache.sshd.agent.SshAgent;

/** With what broker logs in at the first hop. Never forwarded. */
public interface Login {
    /** What MINA asks for identities and signatures; closed when the login is over. */
    SshAgent open() throws IOException;

    /** A key of ours; it stays the caller's to close. */
    static Login with(AgentKey key) {
        return () -> new KeyLogin(key);
    }

    /** All keys of the agent behind a unix socket, such as {@code $SSH_AUTH_SOCK}. */
    static Login withAgentAt(Path socket) {
        return () -> new OutsideLogin(AgentSocket.open(socket));
    }
}
