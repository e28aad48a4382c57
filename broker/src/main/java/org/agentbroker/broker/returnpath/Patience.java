package org.agentbroker.broker.returnpath;

import java.time.Duration;

/**
 * How long the embedded end point waits for others.
 *
 * @param banner for a connection to say that it speaks SSH
 * @param login for it to log in, from its begin on
 * @param untilTerm for a child to end by itself when its client has gone
 * @param untilKill for it to end after TERM
 * @param stray for the end of a child's output when the child has gone but others hold its pipes
 */
record Patience(Duration banner, Duration login, Duration untilTerm, Duration untilKill, Duration stray) {
    static final Patience USUAL = new Patience(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5));
}
