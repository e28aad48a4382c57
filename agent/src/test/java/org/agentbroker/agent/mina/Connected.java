package org.agentbroker.agent.mina;

import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.agentbroker.agent.AgentEvent;
import org.agentbroker.agent.ForwardedAgent;
import org.agentbroker.agent.fixture.JdkKey;
import org.agentbroker.agent.fixture.Keys;
import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.fixture.SettableClock;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.agent.policy.SignPolicy;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;

/**
 * A MINA client with one session to a MINA server on the loopback interface. The server is the hop of an agent whose
 * destination is {@link #destination}.
 */
final class Connected implements AutoCloseable {
    static final long SECONDS = 20;

    static {
        JdkEd25519.register(); // before MINA lists the signatures that it can make
    }

    final JdkKey hostKey;
    final Peer destination = Peer.withEd25519();
    final CopyOnWriteArrayList<AgentEvent> events = new CopyOnWriteArrayList<>();
    final ForwardedAgent agent;
    final AgentKey agentKey = Keys.agentKey("ed25519");
    final SshServer server = SshServer.setUpDefaultServer();
    final SshClient client = SshClient.setUpDefaultClient();
    final ClientSession session;
    final MinaForwarding forwarding;
    private final ExecutorService executor = Executors.newCachedThreadPool();

    /** Connected, and not logged in. */
    Connected(JdkKey hostKey, Configuration configuration) throws Exception {
        this.hostKey = hostKey;
        KeyPair pair = hostKey.pair();
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(pair));
        server.setPublickeyAuthenticator((user, key, at) -> true);
        server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        server.setAgentFactory(new ServerAgents());
        server.setCommandFactory((channel, command) -> new Waiting());
        client.setServerKeyVerifier((to, address, key) -> true); // pins are the business of others
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        configuration.configure(this);
        forwarding = MinaForwarding.install(client, executor);
        SignPolicy policy = new SignPolicy(
                PolicyLevel.HOSTBOUND,
                "borg",
                Set.of(destination.pin()),
                Set.of(hostKey.pin()),
                1,
                Duration.ofMinutes(5));
        agent = ForwardedAgent.open(agentKey, policy, events::add, new SettableClock());
        server.start();
        client.start();
        session = client.connect("user", "127.0.0.1", server.getPort())
                .verify(SECONDS, TimeUnit.SECONDS)
                .getSession();
    }

    /** What a test changes before the two meet. */
    interface Configuration {
        void configure(Connected connected) throws IOException;
    }

    static Connected loggedIn() throws Exception {
        return loggedIn(JdkKey.ed25519(), connected -> {});
    }

    static Connected loggedIn(JdkKey hostKey, Configuration configuration) throws Exception {
        Connected connected = new Connected(hostKey, configuration);
        try (AgentKey key = Keys.agentKey("ecdsa256")) {
            connected.login(Login.with(key));
        }
        return connected;
    }

    void login(Login login) throws IOException {
        forwarding.login(session, login);
        session.auth().verify(SECONDS, TimeUnit.SECONDS);
    }

    /** Asks for forwarding and runs a command that waits for its end. */
    AgentExec exec() throws IOException {
        AgentExec exec = forwarding.exec(session, agent, "wait");
        exec.open().verify(SECONDS, TimeUnit.SECONDS);
        return exec;
    }

    PeerChannel openChannel() throws IOException {
        return openChannel("auth-agent@openssh.com");
    }

    PeerChannel openChannel(String type) throws IOException {
        PeerChannel channel = new PeerChannel(type);
        serverSession().getService(ConnectionService.class).registerChannel(channel);
        channel.open().verify(SECONDS, TimeUnit.SECONDS);
        return channel;
    }

    Session serverSession() {
        return server.getActiveSessions().get(0);
    }

    @Override
    public void close() {
        agent.close();
        client.stop();
        executor.shutdownNow();
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
