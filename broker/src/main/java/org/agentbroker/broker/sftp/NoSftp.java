package org.agentbroker.broker.sftp;

import java.io.IOException;

/** What answers speaks no SFTP, or not as it should. */
public final class NoSftp extends IOException {
    private static final long serialVersionUID = 1L;

    NoSftp(String message) {
        super(message);
    }
}
