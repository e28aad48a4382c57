package org.agentbroker.broker.hostkey;

import org.agentbroker.broker.plan.Client;

/**
 * A host whose keys are asked for: a client, a host before it, or the server.
 *
 * @param subject the client for whose sake it is, as in the config
 * @param name as it stands in sentences
 * @param reach where it is, its pins, and the hosts before it with the logins there
 */
public record Host(String subject, String name, Client reach) {
    public static Host client(String subject, Client client) {
        return new Host(subject, subject, client);
    }

    public static Host jump(String subject, Client jump) {
        return new Host(subject, jump.host() + ", a jump host of " + subject + ",", jump);
    }

    public static Host server(String subject, Client server) {
        return new Host(subject, "the server " + server.host(), server);
    }

    /** As known_hosts has it. */
    public String knownName() {
        return HostPatterns.nameOf(reach.host(), reach.port());
    }
}
