package org.agentbroker.broker.event;

/** Hears the events of pulls, from several threads; one client's lines come in order. Must not block for long. */
@FunctionalInterface
public interface PullListener {
    void heard(PullEvent event);

    static PullListener none() {
        return event -> {};
    }
}
