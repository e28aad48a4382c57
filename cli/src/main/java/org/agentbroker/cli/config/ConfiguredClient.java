package org.agentbroker.cli.config;

import java.util.Map;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Server;

/** All settings of one client, whoever gave them. */
record ConfiguredClient(String name, ClientLogin login, Job job, Watch watch) {

    static ConfiguredClient of(String name, Fields fields) {
        Unsupported.refuseKeys(fields);
        ConfiguredClient client = new ConfiguredClient(name, ClientLogin.of(fields), Job.of(fields), Watch.of(fields));
        fields.finish();
        return client;
    }

    /** Reads the pins of both hosts, and nothing else. */
    Pull pull(ServerLogin to, Map<String, String> environment, Problems problems) throws InvalidConfig {
        Client client = login.read(environment, problems);
        Server server = to.read(job.way(), problems);
        problems.throwIfAny();
        return new Pull(
                name,
                client,
                server,
                job.way(),
                job.key(),
                job.repository(),
                job.appendOnly(),
                job.passphrase(),
                job.borg(),
                job.create(),
                job.signing(),
                job.limits().lockWait(),
                job.limits().deadline(),
                job.limits().retry(),
                job.limits().soft());
    }
}
