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
    private final Fields fields;
    private final @Nullable Entry knownHosts;

    private Jumps(ClientLogin client, Fields fields, @Nullable Entry knownHosts) {
        this.client = client;
        this.fields = fields;
        this.knownHosts = knownHosts;
    }

    /** @param client what they have in common with it */
    static List<ClientLogin> of(Fields fields, ClientLogin client) {
        Jumps jumps = new Jumps(client, fields, fields.entry("known-hosts"));
        return fields.optional("jump", List.of(), jumps::all);
    }

    private Pins pins() throws UnusableInput {
        return knownHosts == null ? Pins.usual(fields) : Pins.known(knownHosts.value());
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
            ClientLogin jump = ClientLogin.of(own, client, pins());
            own.finish();
            return jump;
        }
        Address address = Address.of(value.text());
        return new ClientLogin(
                address.host(), address.port(), address.user(), pins(), client.place(), client.identity(), List.of());
    }
}
