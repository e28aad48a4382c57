package org.agentbroker.cli.command;

import java.io.IOException;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.setup.OtherLogins;
import org.agentbroker.broker.setup.Setup;
import org.agentbroker.cli.config.Config;
import org.agentbroker.cli.config.InvalidConfig;
import org.agentbroker.cli.print.ExitCode;

/** The steps of a set-up in their order; the first that cannot be done is the last. */
record Preparing(Config config, String client, Setup setup, Steps steps) {

    ExitCode run(HostKeyPins pinning, OtherLogins others, boolean replace)
            throws InvalidConfig, IOException, InterruptedException {
        Pull draft = config.draft(client).pull();
        ExitCode code = steps.tell(setup.makeKeys(draft));
        if (code == ExitCode.DONE) {
            code = steps.tell(setup.makePassphrase(draft));
        }
        if (code == ExitCode.DONE) {
            code = pinning.pin(config, client, replace, false);
        }
        if (code != ExitCode.DONE) {
            return code;
        }
        Pull pull = config.pull(client); // with its pins
        code = steps.tell(setup.admit(pull, others, replace));
        return code == ExitCode.DONE && Setup.needsServerLine(pull) ? steps.tell(setup.admitAtServer(pull)) : code;
    }
}
