package org.agentbroker.broker.doctor;

import java.io.OutputStream;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.session.HopVisit;
import org.agentbroker.broker.session.Stop;
import org.agentbroker.broker.session.Visit;

/** What broker does for the doctor. */
public interface Carrier {
    /** Carries a pull out, on this thread. */
    Outcome carryOut(Pull pull, OutputStream out, PullListener listener);

    /** Logs in at the client without running anything. */
    HopVisit.Seen visit(Plan plan) throws InterruptedException;

    /** Runs a short command on the client, with nothing forwarded. */
    Visit.Answer ask(Plan plan, String command) throws Stop, UnusableInput, InterruptedException;
}
