package org.agentbroker.broker.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.agent.mina.Login;
import org.agentbroker.agent.unix.AgentSocket;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.plan.Client.KeyFile;
import org.agentbroker.broker.plan.Client.OutsideAgent;
import org.agentbroker.broker.secret.SecretReader;

/** What logs us in at the client and at each host before it. Keys of ours are wiped at the close. */
public final class Identities implements AutoCloseable {
    private final List<AgentKey> keys = new ArrayList<>();
    private final List<Login> logins = new ArrayList<>();

    private Identities() {}

    /** @throws UnusableInput when a key cannot be read, or no agent answers */
    public static Identities open(SecretReader secrets, Client client) throws UnusableInput {
        Identities identities = new Identities();
        try {
            for (Client jump : client.jumps()) {
                identities.add(secrets, jump.identity());
            }
            identities.add(secrets, client.identity());
            return identities;
        } catch (UnusableInput e) {
            identities.close();
            throw e;
        }
    }

    private void add(SecretReader secrets, Client.Identity identity) throws UnusableInput {
        if (identity instanceof KeyFile file) {
            AgentKey key = secrets.key(file.file(), file.passphrase());
            keys.add(key);
            logins.add(Login.with(key));
            return;
        }
        Path socket = ((OutsideAgent) identity).socket();
        try {
            AgentSocket.open(socket).close();
        } catch (IOException e) {
            throw new UnusableInput("no agent answers at " + socket, "is SSH_AUTH_SOCK right? try: ssh-add -l");
        }
        logins.add(Login.withAgentAt(socket));
    }

    /** For the jumps, in their order, and then the client. */
    List<Login> logins() {
        return List.copyOf(logins);
    }

    @Override
    public void close() {
        keys.forEach(AgentKey::close);
    }
}
