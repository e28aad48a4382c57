package org.agentbroker.broker.repository;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.plan.Timing;

/**
 * What all programs at the server share.
 *
 * @param executor for their streams, which block
 * @param listener hears what they say
 */
public record Means(Executor executor, ScheduledExecutorService scheduler, Timing timing, PullListener listener) {}
