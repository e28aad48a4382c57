package org.agentbroker.broker.doctor;

import java.io.OutputStream;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.session.HopVisit;

/** What broker does for the doctor. */
public interface Carrier {
    /** Carries a pull out, on this thread. */
    Outcome carryOut(Pull pull, OutputStream out, PullListener listener);

    /** Logs in at the client without running anything. */
    HopVisit.Seen visit(Plan plan) throws InterruptedException;
}
