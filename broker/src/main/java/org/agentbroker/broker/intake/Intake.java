package org.agentbroker.broker.intake;

import java.util.Objects;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.plan.BorgCommand;
import org.agentbroker.broker.plan.Reading;
import org.agentbroker.broker.session.Stop;

/** One way in which the server's borg gets at a client's files. */
interface Intake {
    /**
     * Does it all, on one thread; interrupting that cancels it.
     *
     * @throws Stop with what went wrong; there is no new archive then, and nothing is left open
     */
    Outcome carryOut() throws Stop, UnusableInput, InterruptedException;

    /** The one of the method. */
    static Intake of(Request request) {
        Reading reading = Objects.requireNonNull(request.plan().reading(), "the client's borg does it");
        if (request.pull().command() instanceof BorgCommand.Init) {
            return new OwnCommand(request, reading);
        }
        return switch (request.plan().method()) {
            case TAR -> new TarIntake(request, reading);
            case SSHFS ->
                new SshfsIntake(request, (BorgCommand.Create) request.pull().command());
            case AGENT -> throw new AssertionError("the planner has refused it");
        };
    }
}
