package org.agentbroker.cli.config;

import org.agentbroker.broker.plan.Server;

/** How the client reaches the server, before its pins are read. */
record ServerLogin(String user, String host, int port, Pins pins) {
    static final ServerLogin STAND_IN = new ServerLogin("", "", Numbers.SSH_PORT, Pins.NONE);

    static ServerLogin of(Fields fields) {
        ServerLogin server = new ServerLogin(
                fields.required("user", "user: NAME", "", value -> Names.user(value.text())),
                fields.required("host", "host: NAME", "", value -> Names.host(value.text())),
                fields.optional("port", Numbers.SSH_PORT, Value::port),
                Pins.hostKeys(fields));
        fields.finish();
        return server;
    }

    Server read(Problems problems) {
        return new Server(user, host, port, pins.read(host, port, problems));
    }
}
