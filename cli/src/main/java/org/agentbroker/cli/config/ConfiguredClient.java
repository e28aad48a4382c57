package org.agentbroker.cli.config;

import java.util.Map;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Server;
import org.jspecify.annotations.Nullable;

/**
 * All settings of one client, whoever gave them.
 *
 * @param fields as they were given
 */
record ConfiguredClient(String name, @Nullable String group, ClientLogin login, Job job, Watch watch, Fields fields) {

    static ConfiguredClient of(String name, @Nullable String group, Fields fields) {
        Unsupported.refuseKeys(fields);
        ConfiguredClient client =
                new ConfiguredClient(name, group, ClientLogin.of(fields), Job.of(fields), Watch.of(fields), fields);
        fields.finish();
        return client;
    }

    /** Reads the pins of both hosts, and nothing else. */
    Pull pull(ServerLogin to, Map<String, String> environment, Problems problems) throws InvalidConfig {
        Client client = login.read(environment, problems);
        Server server = to.read(job.way(), problems);
        problems.throwIfAny();
        return job.pull(name, client, server);
    }
}
