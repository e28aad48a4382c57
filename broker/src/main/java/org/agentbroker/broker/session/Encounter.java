package org.agentbroker.broker.session;

import java.time.Duration;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.broker.link.Via;
import org.agentbroker.broker.plan.Client;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.jspecify.annotations.Nullable;

/** Whom a connection goes to and who was met there. Kept outside the session, which forgets everything when it closes. */
final class Encounter {
    private static final AttributeKey<Encounter> KEY = new AttributeKey<>();

    private final Client expected;
    private final @Nullable ClientSession through;
    private final @Nullable Secret typed;
    private volatile @Nullable Blob stranger;
    private volatile boolean proven;
    private final long began = System.nanoTime();
    private volatile @Nullable Met met;

    /**
     * @param through the session of the host before it; null when it is reached directly
     * @param typed the password for it, when it takes no key; null for none
     */
    Encounter(Client expected, @Nullable ClientSession through, @Nullable Secret typed) {
        this.expected = expected;
        this.through = through;
        this.typed = typed;
    }

    static Encounter of(ClientSession session) {
        return session.getConnectionContext().getAttribute(KEY);
    }

    /** To be given to the connection. */
    AttributeRepository context() {
        AttributeRepository own = AttributeRepository.ofKeyValuePair(KEY, this);
        return through == null ? own : Via.through(through, own);
    }

    @Nullable
    Secret typed() {
        return typed;
    }

    Client expected() {
        return expected;
    }

    /** The key that was shown, if it is not pinned. */
    @Nullable
    Blob stranger() {
        return stranger;
    }

    void met(Blob other) {
        stranger = other;
    }

    /** Whether the host key was as pinned, so that whatever failed then failed at the client itself. */
    boolean isProven() {
        return proven;
    }

    synchronized void prove(Blob key) {
        proven = true;
        met = met().shown(key.fingerprint(), time());
    }

    synchronized void reached() {
        met = met().reached(time());
    }

    synchronized void entered() {
        met = met().entered(time());
    }

    /** How far we got there, and when. */
    Met met() {
        Met known = met;
        return known == null ? Met.nobody(HopFailure.place(expected)) : known;
    }

    private Duration time() {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
