package org.agentbroker.broker.returnpath;

import java.io.IOException;

/** The client makes no directory for a socket; the message is its own, and hostile until proved otherwise. */
public final class RoomRefused extends IOException {
    private static final long serialVersionUID = 1L;

    RoomRefused(String message) {
        super(message);
    }
}
