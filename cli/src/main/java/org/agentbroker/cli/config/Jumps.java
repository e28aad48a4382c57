package org.agentbroker.cli.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.agentbroker.agent.key.UnusableInput;
import org.jspecify.annotations.Nullable;

/**
 * {@code jump}: the hosts to go through. Each is {@code user@host[:port]}, with the client's own identity and its
 * {@code known-hosts}, or a mapping with {@code user}, {@code host} and so on, which may have an identity of its own.
 */
final class Jumps {
    private final ClientLogin client;
    private final @Nullable Entry knownHosts;

    private Jumps(ClientLogin client, @Nullable Entry knownHosts) {
        this.client = client;
        this.knownHosts = knownHosts;
    }

    /** @param client what they have in common with it */
    static List<ClientLogin> of(Fields fields, ClientLogin client) {
        Jumps jumps = new Jumps(client, fields.entry("known-hosts"));
        return fields.optional("jump", List.of(), jumps::all);
    }

    private List<ClientLogin> all(Value value) throws UnusableInput {
        List<ClientLogin> jumps = new ArrayList<>();
        value.each(item -> Optional.of(one(item)), Optional.<ClientLogin>empty())
                .forEach(jump -> jump.ifPresent(jumps::add));
        return jumps;
    }

    private ClientLogin one(Value value) throws UnusableInput {
        if (value.isMapping()) {
            Fields own = Fields.of(value.name(), value.place(), value);
            ClientLogin jump = ClientLogin.of(own, client);
            own.finish();
            return jump;
        }
        Address address = Address.of(value.text());
        if (knownHosts == null) {
            throw new UnusableInput(
                    "no host key is pinned for " + address.host(),
                    "write {user: " + address.user() + ", host: " + address.host()
                            + ", host-keys: [...]}, or give the client known-hosts: FILE");
        }
        Pins pins = Pins.known(knownHosts.value());
        return new ClientLogin(
                address.host(), address.port(), address.user(), pins, client.place(), client.identity(), List.of());
    }
}
