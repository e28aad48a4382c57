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
        // without its own borg nothing of the client's gets back to the server: its files come over the hop
        String options = pull.method().runsBorgThere() ? options(pull.way()) : "restrict";
        return new ClientLine(options, key, "broker@" + pull.server().host());
    }

    static String options(Return way) {
        return switch (way) {
            case DIRECT -> "restrict,agent-forwarding";
            case SOCKET -> "restrict," + LISTEN; // for a unix socket sshd asks for port-forwarding alone
            case EMBEDDED, TUNNEL -> "restrict,agent-forwarding," + LISTEN;
        };
    }

    String text() {
        return options + " " + key + " " + comment;
    }
}
