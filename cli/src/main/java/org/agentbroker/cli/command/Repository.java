package org.agentbroker.cli.command;

import org.agentbroker.broker.plan.BorgCommand.Init;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.setup.Setup;
import org.agentbroker.cli.config.Config;
import org.agentbroker.cli.config.InvalidConfig;
import org.agentbroker.cli.print.Reporter;

/** The repository of a client that has been set up. */
record Repository(Config config, String client, String encryption) {

    /** Makes it as {@code broker init} does, unless it is there. */
    int init(Invocation invocation, Reporter reporter, Steps steps) throws InvalidConfig, InterruptedException {
        Pull pull = config.pull(client).with(new Init(encryption));
        if (Setup.hasRepository(pull)) {
            steps.alreadySo("the repository is there: " + pull.repository());
            return 0;
        }
        return InitCommand.run(pull, encryption, invocation, reporter, config);
    }
}
