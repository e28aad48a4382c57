package org.agentbroker.broker.session;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.account.Account;
import org.agentbroker.broker.keys.Authority;
import org.agentbroker.broker.keys.KeyPurpose;
import org.agentbroker.broker.keys.PullKey;
import org.agentbroker.broker.keys.ServerKeys;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.ClientKey.Certificate;
import org.agentbroker.broker.plan.ClientKey.KeyFile;
import org.agentbroker.broker.plan.ClientKey.PerPull;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Return;
import org.agentbroker.broker.plan.Server;
import org.agentbroker.broker.secret.SecretReader;
import org.jspecify.annotations.Nullable;

/** Issues the key of the client's login, anew for each attempt to reach the client. */
final class KeySupply implements AutoCloseable {
    // the agent's lifetime begins when the way back is open, and a login may begin at its last moment
    private static final Duration LOGIN = Duration.ofSeconds(30);

    private final Pulling pulling;
    private final ServerKeys serverKeys;
    private final @Nullable Account account;
    private final @Nullable AgentKey kept;

    private KeySupply(Pulling pulling, ServerKeys serverKeys, @Nullable Account account, @Nullable AgentKey kept) {
        this.pulling = pulling;
        this.serverKeys = serverKeys;
        this.account = account;
        this.kept = kept;
    }

    /** @throws UnusableInput when a key that has to be read cannot be, or the server's account is not there */
    static KeySupply open(Pulling pulling, SecretReader secrets, ServerKeys serverKeys) throws UnusableInput {
        Plan plan = pulling.plan();
        if (!plan.way().hasLogin() || isForUsAlone(plan)) {
            return new KeySupply(pulling, serverKeys, null, null);
        }
        if (plan.key() instanceof KeyFile file) {
            return new KeySupply(pulling, serverKeys, null, secrets.key(file.file(), file.passphrase()));
        }
        Account account = Account.named(plan.server().user());
        AgentKey authority =
                plan.key() instanceof Certificate key ? secrets.plainKey(key.ca(), key.passphrase()) : null;
        return new KeySupply(pulling, serverKeys, account, authority);
    }

    /** The caller closes it when the pull is over, or failed to start. */
    PullKey issue(Hop hop) throws Stop, InterruptedException {
        try {
            return issueFor(hop);
        } catch (UnusableInput e) {
            throw new Stop(Phase.FORWARD, e);
        }
    }

    private PullKey issueFor(Hop hop) throws UnusableInput, InterruptedException {
        Plan plan = pulling.plan();
        if (isForUsAlone(plan)) {
            return PullKey.inMemory(plan.name());
        }
        if (account == null) {
            return PullKey.of(require(kept).duplicate());
        }
        KeyPurpose purpose =
                new KeyPurpose(plan.name(), plan.server().user(), plan.serve().words(account.home()));
        if (plan.key() instanceof Certificate certificate) {
            List<String> sources =
                    certificate.sourceAddresses().isEmpty() ? List.of(source(hop)) : certificate.sourceAddresses();
            Authority authority = new Authority(certificate.lifetime(), sources);
            return PullKey.certified(purpose, authority, require(kept), serverKeys.clock());
        }
        Duration lifetime =
                plan.signing().lifetime().plus(pulling.timing().login()).plus(LOGIN);
        return PullKey.perPull(
                purpose, lifetime, serverKeys.of(account, plan.server().local().authorizedKeys()), pulling.listener());
    }

    /** The server within this process learns it from us: no account and no file take part. */
    private static boolean isForUsAlone(Plan plan) {
        return plan.way() == Return.EMBEDDED && plan.key() instanceof PerPull;
    }

    private static AgentKey require(@Nullable AgentKey key) {
        if (key == null) {
            throw new IllegalStateException("a way without a login needs no key");
        }
        return key;
    }

    /** From where the server will see the login come. */
    private String source(Hop hop) throws UnusableInput {
        return switch (pulling.plan().way()) {
            case DIRECT -> hop.address();
            case TUNNEL -> own(pulling.plan().server().local());
            default -> InetAddress.getLoopbackAddress().getHostAddress(); // nobody looks, but it must say something
        };
    }

    /** The address that this machine uses towards its own sshd; connecting a datagram socket sends nothing. */
    private static String own(Server.Local sshd) throws UnusableInput {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(sshd.sshdHost(), sshd.sshdPort()));
            return socket.getLocalAddress().getHostAddress();
        } catch (IOException | RuntimeException e) {
            throw new UnusableInput(
                    "it cannot be seen from where this machine reaches its sshd at " + sshd.sshdHost(),
                    "name it: key: {certificate: {source-address: [...]}}");
        }
    }

    /** Wipes what it keeps; no further key can be issued. May be called again. */
    void forget() {
        if (kept != null) {
            kept.close();
        }
    }

    @Override
    public void close() {
        forget();
    }
}
