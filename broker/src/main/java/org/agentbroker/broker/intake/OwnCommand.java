package org.agentbroker.broker.intake;

import java.io.OutputStream;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Reading;
import org.agentbroker.broker.repository.OwnRepository;

/** A command of the server's borg alone, such as {@code init}: the client has no part in it. */
record OwnCommand(Request request, Reading reading) implements Intake {
    @Override
    public Outcome carryOut() throws UnusableInput, InterruptedException {
        OwnRepository repository = request.repository();
        try (Secret passphrase = request.passphrase()) {
            request.course().enter(Phase.COMMAND);
            return repository.run(
                    reading.here(),
                    passphrase,
                    OutputStream.nullOutputStream(),
                    request.course().deadline());
        }
    }
}
