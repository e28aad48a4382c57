package org.agentbroker.agent;

import org.jspecify.annotations.Nullable;

/** What a carrier serves: a {@link ForwardedAgent} or a {@link KeyringAgent}. Safe for use by several threads. */
public interface Agent extends AutoCloseable {
    /** A connection for a peer that nothing is known of, or null when no more are taken. */
    @Nullable
    AgentConnection connect();

    /** Wipes what has outlived its time. A carrier calls this now and then, for when no request comes. */
    void expire();

    /** Wipes the keys; every later request is refused. May be called again. */
    @Override
    void close();
}
