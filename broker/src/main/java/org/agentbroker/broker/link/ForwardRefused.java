package org.agentbroker.broker.link;

import java.io.IOException;

/** The client's sshd does not listen for us: its settings or our line in {@code authorized_keys} forbid it, or it cannot. */
public final class ForwardRefused extends IOException {
    private static final long serialVersionUID = 1L;

    ForwardRefused(String message) {
        super(message);
    }
}
