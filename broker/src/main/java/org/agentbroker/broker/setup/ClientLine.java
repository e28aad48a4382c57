package org.agentbroker.broker.setup;

import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Return;

/**
 * The line of broker's own key in the client's authorized_keys: no more than its way back needs (sshd(8),
 * AUTHORIZED_KEYS FILE FORMAT).
 *
 * @param key {@code TYPE BASE64}
 * @param comment {@code broker@HOST}, by which the line is known again
 */
record ClientLine(String options, String key, String comment) {
    // a place to listen at on its loopback, and no place to go to: port 1 of a host "none" is nowhere
    private static final String LISTEN =
            "port-forwarding,permitlisten=\"localhost:*\",permitlisten=\"127.0.0.1:*\",permitopen=\"none:1\"";

    static ClientLine of(Pull pull, String key) {
        String host = pull.server().host();
        // nothing of such a client's gets back to the server: its files come over the hop
        return pull.method().runsBorgThere() ? of(pull.way(), key, host) : of("restrict", key, host);
    }

    static ClientLine of(Return way, String key, String host) {
        String options = switch (way) {
            case DIRECT -> "restrict,agent-forwarding";
            case SOCKET -> "restrict," + LISTEN; // for a unix socket sshd asks for port-forwarding alone
            case EMBEDDED, TUNNEL -> "restrict,agent-forwarding," + LISTEN;
        };
        return of(options, key, host);
    }

    private static ClientLine of(String options, String key, String host) {
        return new ClientLine(options, key, "broker@" + host);
    }

    String text() {
        return options + " " + key + " " + comment;
    }
}
