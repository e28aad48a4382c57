package org.agentbroker.it.faults;

import java.time.Duration;

/** How long things may take here; much more than they do. */
final class Limits {
    /** For a pull to end that has a reason to. */
    static final Duration END = Duration.ofSeconds(30);

    /** For borg on the client to end after nobody wants it any more. */
    static final Duration BORG_GONE = Duration.ofSeconds(10);

    private Limits() {}
}
