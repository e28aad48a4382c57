package org.agentbroker.broker.restore;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agentbroker.broker.session.Course;
import org.agentbroker.broker.session.Stop;

/** Waits within a course. */
final class Awaited {
    private Awaited() {}

    /**
     * Returns once one of them is complete, in whatever way.
     *
     * @throws Stop at the deadline
     */
    static void any(Course course, CompletableFuture<?>... some) throws Stop, InterruptedException {
        try {
            CompletableFuture.anyOf(some).get(course.deadline().left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw course.overdue();
        } catch (ExecutionException e) {
            // whoever looks at it sees that
        }
    }
}
