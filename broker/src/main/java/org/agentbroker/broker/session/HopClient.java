package org.agentbroker.broker.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.agentbroker.agent.mina.JdkEd25519;
import org.agentbroker.agent.mina.MinaForwarding;
import org.agentbroker.broker.link.Ciphers;
import org.agentbroker.broker.link.ReverseForwards;
import org.agentbroker.broker.link.Via;
import org.agentbroker.broker.plan.Timing;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * The SSH client of all pulls of a broker. Reads no {@code ~/.ssh}: what is pinned, who logs in and what is forwarded
 * is said for each hop.
 */
public final class HopClient implements AutoCloseable {
    /** Of the client's host key and of our login. Without SHA-1 and DSA. */
    public static final List<NamedFactory<Signature>> SIGNATURES = List.of(
            BuiltinSignatures.ed25519,
            BuiltinSignatures.nistp256,
            BuiltinSignatures.nistp384,
            BuiltinSignatures.nistp521,
            BuiltinSignatures.rsaSHA512,
            BuiltinSignatures.rsaSHA256);

    private final SshClient client;
    private final MinaForwarding forwarding;
    private final ReverseForwards reverse;
    private final Executor executor;
    private final Timing timing;

    private HopClient(
            SshClient client, MinaForwarding forwarding, ReverseForwards reverse, Executor executor, Timing timing) {
        this.client = client;
        this.forwarding = forwarding;
        this.reverse = reverse;
        this.executor = executor;
        this.timing = timing;
    }

    /** @param executor for agent requests and output; not closed with the client */
    public static HopClient open(Timing timing, Executor executor) {
        JdkEd25519.register();
        SshClient client = Via.client(executor);
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setUserAuthFactories(List.of(new UserAuthPublicKeyFactory(SIGNATURES), new PasswordLogin()));
        client.setSignatureFactories(SIGNATURES);
        client.setCipherFactories(Ciphers.QUICKEST_FIRST);
        client.setChannelFactories(List.of()); // nothing but what install adds
        PinnedHostKeys pins = new PinnedHostKeys();
        client.setServerKeyVerifier(pins);
        client.addSessionListener(pins);
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO); // a create may say nothing for hours
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, timing.keepalive());
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, Timing.KEEPALIVES);
        MinaForwarding forwarding = MinaForwarding.install(client, executor);
        ReverseForwards reverse = ReverseForwards.install(client, executor);
        client.start();
        return new HopClient(client, forwarding, reverse, executor, timing);
    }

    /** Its connections may go {@link Via} a session of it. */
    SshClient ssh() {
        return client;
    }

    MinaForwarding forwarding() {
        return forwarding;
    }

    /** Of the sessions of this client. */
    ReverseForwards reverseForwards() {
        return reverse;
    }

    Executor executor() {
        return executor;
    }

    public Timing timing() {
        return timing;
    }

    /** Ends all hops. A JVM that exits with MINA's threads alive takes 0.3 s longer. */
    @Override
    public void close() {
        client.stop();
    }
}
