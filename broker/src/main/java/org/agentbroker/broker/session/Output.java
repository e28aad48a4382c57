package org.agentbroker.broker.session;

import java.io.OutputStream;
import org.agentbroker.broker.borg.Evidence;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.plan.Plan;

/** Where what the command says goes, and what is learned from it. */
final class Output {
    private final SummarySink summary = new SummarySink();
    private final Evidence evidence = new Evidence();
    private final Sinks sinks;

    /** @param out where standard output goes, unless it is borg's account of the archive; not closed */
    Output(Plan plan, PullListener listener, OutputStream out) {
        sinks = new Sinks(
                plan.summarizes() ? summary : new StreamSink(out), new BorgTalk(plan.name(), evidence, listener));
    }

    Sinks sinks() {
        return sinks;
    }

    Evidence evidence() {
        return evidence;
    }

    /** Borg's account of the archive; empty when it was not asked for. */
    byte[] summary() {
        return summary.bytes();
    }
}
