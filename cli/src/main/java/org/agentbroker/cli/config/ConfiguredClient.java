package org.agentbroker.cli.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agentbroker.broker.hostkey.Host;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Return;
import org.agentbroker.broker.plan.Server;
import org.jspecify.annotations.Nullable;

/**
 * All settings of one client, whoever gave them.
 *
 * @param fields as they were given
 */
record ConfiguredClient(
        String name, @Nullable String group, ClientLogin login, Job job, PruneRules prune, Watch watch, Fields fields) {

    static ConfiguredClient of(String name, @Nullable String group, Fields fields) {
        ConfiguredClient client = new ConfiguredClient(
                name,
                group,
                ClientLogin.of(fields),
                Job.of(fields),
                PruneRules.of(fields.section("prune")),
                Watch.of(fields),
                fields);
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

    /** As {@link #pull}, before its host keys are pinned. */
    Draft draft(ServerLogin to, Map<String, String> environment, Problems problems) throws InvalidConfig {
        Client client = login.draft(environment, problems);
        Server server = to.draft(problems);
        problems.throwIfAny();
        List<Draft.Pinned> hosts = new ArrayList<>();
        for (int i = 0; i < client.jumps().size(); i++) {
            Client jump = behind(client.jumps().get(i), client.jumps().subList(0, i));
            hosts.add(new Draft.Pinned(
                    Host.jump(name, jump), login.jumps().get(i).pins().knownHosts(), "jump of " + name));
        }
        hosts.add(new Draft.Pinned(Host.client(name, client), login.pins().knownHosts(), name));
        if (job.way().usesSshd()) {
            hosts.add(new Draft.Pinned(Host.server(name, seenFromHere(server)), null, "server"));
        }
        return new Draft(job.pull(name, client, server), hosts);
    }

    private static Client behind(Client host, List<Client> before) {
        return new Client(host.host(), host.port(), host.user(), host.pins(), host.identity(), before);
    }

    private Client seenFromHere(Server server) {
        boolean direct = job.way() == Return.DIRECT;
        return new Client(
                direct ? server.host() : server.local().sshdHost(),
                direct ? server.port() : server.local().sshdPort(),
                server.user(),
                server.pins(),
                new Client.OutsideAgent(Path.of("")));
    }
}
