package org.agentbroker.broker.lock;

import java.util.Optional;

/** Somebody else holds the lock. */
final class Taken extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Optional<Holder> holder;

    Taken(Optional<Holder> holder) {
        super(holder.map(Holder::toString).orElse("another process"));
        this.holder = holder;
    }

    Optional<Holder> holder() {
        return holder;
    }
}
