package org.agentbroker.cli.config;

import java.nio.file.Path;
import org.agentbroker.broker.plan.Return;
import org.agentbroker.broker.plan.Server;
import org.jspecify.annotations.Nullable;

/**
 * How the client reaches the server, and what broker uses of it, before its pins are read.
 *
 * @param place where it is described, for what a client finds missing
 */
record ServerLogin(String user, String host, int port, Pins pins, Server.Local local, Place place) {
    static ServerLogin standIn(Place place) {
        return new ServerLogin("", "", Numbers.SSH_PORT, Pins.NONE, Server.Local.usual(Numbers.SSH_PORT), place);
    }

    static ServerLogin of(Fields fields) {
        int port = fields.optional("port", Numbers.SSH_PORT, Value::port);
        ServerLogin server = new ServerLogin(
                fields.required("user", "user: NAME", "", value -> Names.user(value.text())),
                fields.required("host", "host: NAME", "", value -> Names.host(value.text())),
                port,
                Pins.optionalHostKeys(fields),
                local(fields, port),
                fields.place());
        fields.finish();
        return server;
    }

    private static Server.Local local(Fields fields, int port) {
        Server.Local usual = Server.Local.usual(port);
        Address sshd = fields.optional(
                "sshd", new Address("", usual.sshdHost(), port), value -> Address.ofHost(value.text(), port));
        @Nullable Path authorizedKeys = fields.optional("authorized-keys", null, Value::path);
        return new Server.Local(
                sshd.host(),
                sshd.port(),
                authorizedKeys,
                fields.optional("borg", usual.borg(), value -> Names.program(value.text())));
    }

    /** As {@link #read}, before it is pinned. */
    Server draft(Problems problems) {
        return new Server(user, host, port, pins.read(host, port, problems), local);
    }

    Server read(Return way, Problems problems) {
        if (way.usesSshd() && pins.sources().isEmpty()) {
            problems.add(
                    place, "server has no host-keys, which return: " + Ways.text(way) + " needs", "add " + Pins.FORM);
        }
        return new Server(user, host, port, pins.read(host, port, problems), local);
    }
}
