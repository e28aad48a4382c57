package org.agentbroker.broker.plan;

import java.time.Duration;

/**
 * How long the steps of any pull may take.
 *
 * @param connect for reaching the client, and for the client to reach the server
 * @param login for logging in and for the answer to the forwarding request
 * @param keepalive pause between two signs of life asked of the client's sshd; after three without answer the hop is
 *     lost
 * @param heartbeat pause between two signs of life given to the script on the client
 * @param silence after this long without one the script ends borg
 * @param stop how long borg may take to end after it was told to
 */
public record Timing(
        Duration connect, Duration login, Duration keepalive, Duration heartbeat, Duration silence, Duration stop) {
    public static final int KEEPALIVES = 3;

    public static final Timing DEFAULT = new Timing(
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(15),
            Duration.ofSeconds(15),
            Duration.ofSeconds(60),
            Duration.ofSeconds(40));
}
