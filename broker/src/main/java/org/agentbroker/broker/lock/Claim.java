package org.agentbroker.broker.lock;

import java.time.Duration;

/**
 * What a pull wants for itself.
 *
 * @param name of the client, for messages
 * @param client which account of which machine it logs in to: the same text for the same one
 * @param repository the same text for the same repository
 * @param command what borg is to do, for whoever is kept out by that
 * @param lockWait how long it may wait for the repository
 * @param deadline of the whole pull
 */
public record Claim(
        String name, String client, String repository, String command, Duration lockWait, Duration deadline) {}
