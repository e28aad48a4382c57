package org.agentbroker.cli.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.agentbroker.agent.key.UnusableInput;
import org.jspecify.annotations.Nullable;

/** The sections of all files together; each may stand in one file only, and each client too. */
final class Sections {
    private final Problems problems;
    private final Map<String, Entry> clients = new LinkedHashMap<>();
    private @Nullable Entry server;
    private @Nullable Entry defaults;
    private @Nullable Entry monitoring;
    private @Nullable Entry log;

    Sections(Problems problems) {
        this.problems = problems;
    }

    void add(Value root) {
        Fields fields = Fields.of("the file", root.place(), root);
        server = first(server, fields.entry("server"));
        defaults = first(defaults, fields.entry("defaults"));
        monitoring = first(monitoring, fields.entry("monitoring"));
        log = first(log, fields.entry("log"));
        for (Entry client : fields.section("clients").all()) {
            first(clients.putIfAbsent(client.key(), client), client);
        }
        fields.finish();
    }

    private @Nullable Entry first(@Nullable Entry before, @Nullable Entry now) {
        if (before == null || now == null) {
            return before == null ? now : before;
        }
        problems.add(now.place(), now.key() + " is defined twice", "keep one; the first is " + before.place());
        return before;
    }

    ServerLogin server(String file) {
        if (server == null) {
            problems.add(
                    Place.in(file), "there is no server", "add server: {user: NAME, host: NAME, host-keys: [...]}");
            return ServerLogin.standIn(Place.in(file));
        }
        return ServerLogin.of(Fields.of(server));
    }

    Records records() {
        return Records.of(fields("monitoring", monitoring), fields("log", log));
    }

    private Fields fields(String owner, @Nullable Entry entry) {
        return entry == null ? Fields.none(owner, Place.in(owner), problems) : Fields.of(entry);
    }

    Map<String, ConfiguredClient> clients(String file) {
        Fields below = null;
        if (defaults != null) {
            below = Fields.of(defaults).asPartial();
            // once by themselves, so that mistakes show which every client hides
            ConfiguredClient.of("defaults", below);
        }
        if (clients.isEmpty()) {
            problems.add(Place.in(file), "there is no client", "add clients: {NAME: {...}}");
        }
        Map<String, ConfiguredClient> configured = new LinkedHashMap<>();
        for (Entry client : clients.values()) {
            checkName(client);
            Fields fields = Fields.of(client).over(below);
            configured.put(client.key(), ConfiguredClient.of(client.key(), fields));
        }
        return configured;
    }

    private void checkName(Entry client) {
        try {
            Names.client(client.key());
        } catch (UnusableInput e) {
            problems.add(client.place(), e);
        }
    }
}
