package org.agentbroker.broker.intake;

import java.util.concurrent.Future;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullListener;
import org.jspecify.annotations.Nullable;

/** Keeps to itself what borg says when the files have gone from under it: a page about how it came to be surprised. */
final class Hushed implements PullListener {
    private final PullListener next;
    private volatile @Nullable Future<?> gone;

    Hushed(PullListener next) {
        this.next = next;
    }

    /** From when on. */
    void when(Future<?> over) {
        gone = over;
    }

    @Override
    public void heard(PullEvent event) {
        Future<?> over = gone;
        if (over == null || !over.isDone() || !(event instanceof PullEvent.Said)) {
            next.heard(event);
        }
    }
}
