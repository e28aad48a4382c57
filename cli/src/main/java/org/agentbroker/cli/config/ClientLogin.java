package org.agentbroker.cli.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.secret.SecretSource;
import org.jspecify.annotations.Nullable;

/**
 * How broker reaches a client or a host before it, before its pins are read and its agent is looked for.
 *
 * @param place of the identity
 */
record ClientLogin(
        String host, int port, String user, Pins pins, Place place, Identity identity, List<ClientLogin> jumps) {
    static final Identity STAND_IN = environment -> new Client.OutsideAgent(Path.of(""));
    private static final String IDENTITY = "identity: FILE, or identity: agent";

    /** With what to log in, once the environment counts. */
    @FunctionalInterface
    interface Identity {
        Client.Identity choose(Map<String, String> environment) throws UnusableInput;
    }

    static ClientLogin of(Fields fields) {
        ClientLogin client = of(fields, null, Pins.usual(fields));
        return new ClientLogin(
                client.host,
                client.port,
                client.user,
                client.pins,
                client.place,
                client.identity,
                Jumps.of(fields, client));
    }

    /**
     * @param usual whose identity counts when none is given; null for nobody's
     * @param pins that count when none are given
     */
    static ClientLogin of(Fields fields, @Nullable ClientLogin usual, Pins pins) {
        SecretSource passphrase = fields.optional("identity-passphrase", new SecretSource.None(), Passphrases::of);
        Entry given = fields.entry("identity");
        boolean asUsual = given == null && usual != null;
        return new ClientLogin(
                fields.required("host", "host: NAME", "", value -> Names.host(value.text())),
                fields.optional("port", Numbers.SSH_PORT, Value::port),
                fields.required("user", "user: NAME", "", value -> Names.user(value.text())),
                Pins.hostKeysOrKnownHosts(fields, pins),
                asUsual
                        ? usual.place
                        : given == null ? fields.place() : given.value().place(),
                asUsual
                        ? usual.identity
                        : fields.required(
                                "identity",
                                IDENTITY,
                                STAND_IN,
                                value -> identity(value.text(), value.source(), passphrase)),
                List.of());
    }

    static Identity identity(String text, Source source, SecretSource passphrase) throws UnusableInput {
        if (text.equals("agent")) {
            return ClientLogin::outsideAgent;
        }
        Path file = source.path(text);
        return environment -> new Client.KeyFile(file, passphrase);
    }

    private static Client.Identity outsideAgent(Map<String, String> environment) throws UnusableInput {
        String socket = environment.getOrDefault("SSH_AUTH_SOCK", "");
        if (socket.isEmpty()) {
            throw new UnusableInput(
                    "identity: agent, but $SSH_AUTH_SOCK is not set", "start an agent, or name a key file");
        }
        return new Client.OutsideAgent(Path.of(socket));
    }

    /** As {@link #read}, before all of it is pinned. */
    Client draft(Map<String, String> environment, Problems problems) {
        return new Client(
                host,
                port,
                user,
                pins.soFar(host, port, problems),
                problems.attempt(place, new Client.OutsideAgent(Path.of("")), () -> identity.choose(environment)),
                jumps.stream().map(jump -> jump.draft(environment, problems)).toList());
    }

    Client read(Map<String, String> environment, Problems problems) {
        return new Client(
                host,
                port,
                user,
                pins.read(host, port, problems),
                problems.attempt(place, new Client.OutsideAgent(Path.of("")), () -> identity.choose(environment)),
                jumps.stream().map(jump -> jump.read(environment, problems)).toList());
    }
}
