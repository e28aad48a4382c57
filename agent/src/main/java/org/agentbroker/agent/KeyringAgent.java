package org.agentbroker.agent;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.agent.policy.Binds;
import org.agentbroker.agent.policy.DestinationRules;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.agent.policy.Subject;
import org.agentbroker.agent.wire.AgentRequest.SignRequest;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.KeyConstraints;
import org.agentbroker.agent.wire.KeyringRequest.AddKey;
import org.jspecify.annotations.Nullable;

/**
 * An agent that programs add their keys to, as {@code ssh-agent} is one: RFC 9987 with OpenSSH's destination constraints
 * and session binding. Signs whatever it is asked to by a key whose constraints allow it, so it belongs on a socket of
 * one's own; for a peer that is not trusted there is {@link ForwardedAgent}.
 */
public final class KeyringAgent implements Agent {
    /** Longest request taken, in bytes (ssh-agent.c, AGENT_MAX_LEN). */
    public static final int LARGEST_REQUEST = 256 * 1024;

    // the host keys that peers bind sessions to stay in memory as long as their connections
    private static final long ROOM_FOR_BINDS = 8L * 1024 * 1024;

    private final @Nullable Confirmation confirmation;
    private final AgentListener listener;
    private final InstantSource clock;
    private final KeyringLock lock;
    private final Keyring keyring = new Keyring(); // guarded by itself
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong roomForBinds = new AtomicLong(ROOM_FOR_BINDS);
    private boolean closed; // guarded by keyring

    private KeyringAgent(
            @Nullable Confirmation confirmation, AgentListener listener, InstantSource clock, KeyringLock.Pause pause) {
        this.confirmation = confirmation;
        this.listener = listener;
        this.clock = clock;
        this.lock = new KeyringLock(pause);
    }

    /**
     * An agent without keys.
     *
     * @param confirmation asks before each use of a key that wants it; null refuses to take such keys
     * @param clock a {@link SteadyClock}, or one that a test sets
     */
    public static KeyringAgent open(@Nullable Confirmation confirmation, AgentListener listener, InstantSource clock) {
        return open(confirmation, listener, clock, time -> Thread.sleep(time.toMillis()));
    }

    static KeyringAgent open(
            @Nullable Confirmation confirmation, AgentListener listener, InstantSource clock, KeyringLock.Pause pause) {
        return new KeyringAgent(confirmation, listener, clock, pause);
    }

    @Override
    public AgentConnection connect() {
        return new KeyringConnection(this, connections.incrementAndGet(), new ConnectionBinds(roomForBinds));
    }

    KeyringLock lock() {
        return lock;
    }

    /** The reply that lists the keys which these binds may see. */
    byte[] list(Binds binds) {
        DestinationRules rules = rules(binds);
        synchronized (keyring) {
            keyring.removeOver(clock.instant());
            return keyring.list(each -> rules.visible(each.destinations()));
        }
    }

    Decision add(AddKey request, Binds binds) {
        if (request.constraints().confirm() && confirmation == null) {
            return Decision.of(Reason.NOBODY_TO_ASK);
        }
        AgentKey key;
        try {
            key = AgentKey.of(request.keyType(), request.fields(), "");
        } catch (UnusableInput e) {
            return Decision.of(Reason.UNUSABLE_KEY);
        }
        Reason reason = put(request, key, binds);
        if (!reason.allowed()) {
            key.close();
        }
        return Decision.about(key.publicBlob(), reason);
    }

    private Reason put(AddKey request, AgentKey key, Binds binds) {
        KeyConstraints constraints = request.constraints();
        Instant now = clock.instant();
        @Nullable
        Instant end = constraints.lifetime().isPresent()
                ? now.plus(Duration.ofSeconds(constraints.lifetime().getAsLong()))
                : null;
        HeldKey held = new HeldKey(
                key, request.comment(), end, constraints.confirm(), constraints.destinations(), request.size());
        synchronized (keyring) {
            keyring.removeOver(now);
            Optional<HeldKey> old = keyring.find(key.identity());
            if (closed) {
                return Reason.ENDED;
            }
            if (old.isPresent() && !rules(binds).visible(old.get().destinations())) {
                return Reason.NO_SUCH_KEY;
            }
            if (!keyring.put(held)) {
                return Reason.KEYRING_FULL;
            }
            return old.isPresent() ? Reason.KEY_REPLACED : Reason.KEY_ADDED;
        }
    }

    Reason remove(Blob identity, Binds binds) {
        synchronized (keyring) {
            Optional<HeldKey> key = find(identity);
            if (key.isEmpty() || !rules(binds).visible(key.get().destinations())) {
                return Reason.NO_SUCH_KEY;
            }
            keyring.remove(key.get());
            return Reason.KEY_REMOVED;
        }
    }

    /** Forgets all keys, whoever added them. */
    public void removeAll() {
        synchronized (keyring) {
            keyring.removeAll();
        }
    }

    Optional<HeldKey> find(Blob identity) {
        synchronized (keyring) {
            keyring.removeOver(clock.instant());
            return keyring.find(identity);
        }
    }

    DestinationRules rules(Binds binds) {
        return new DestinationRules(binds, clock.instant());
    }

    /** Whether the key may be used now, after its owner was asked where that is wanted. */
    Reason confirmed(HeldKey key, SignRequest request) {
        if (!key.confirm()) {
            return Reason.DATA_SIGNED;
        }
        String comment = new String(key.comment().toBytes(), StandardCharsets.UTF_8);
        Blob name = Subject.of(request).user();
        String user = name == null ? null : new String(name.toBytes(), StandardCharsets.UTF_8);
        if (confirmation == null || !confirmation.allows(comment, key.key().fingerprint(), user)) {
            return Reason.NOT_CONFIRMED;
        }
        synchronized (keyring) { // much may have happened while the person thought
            keyring.removeOver(clock.instant());
            return lock.isLocked() ? Reason.IS_LOCKED : keyring.holds(key) ? Reason.DATA_SIGNED : Reason.NO_SUCH_KEY;
        }
    }

    void tell(int connection, String request, Decision decision, Subject subject) {
        listener.decided(
                AgentEvent.of(clock.instant(), connection, request, decision.reason(), decision.key(), subject, null));
    }

    @Override
    public void expire() {
        synchronized (keyring) {
            keyring.removeOver(clock.instant());
        }
    }

    @Override
    public void close() {
        synchronized (keyring) {
            closed = true;
            keyring.removeAll();
        }
    }
}
