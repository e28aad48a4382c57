package org.agentbroker.cli.config;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sections of all files together; each may stand in one file only, and each group and client too. */
final class Sections {
    private final Problems problems;
    private final Map<String, Entry> groups = new LinkedHashMap<>();
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
        for (Entry group : fields.section("groups").all()) {
            first(groups.putIfAbsent(group.key(), group), group);
        }
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

    /** Everything in them; what is wrong becomes a problem. */
    Loaded load(String file) {
        int before = problems.met();
        Fields serverFields = fields("server", server, file);
        ServerLogin login = server(serverFields, file);
        boolean serverIsSound = problems.met() == before;
        Fields monitoringFields = fields("monitoring", monitoring, file);
        Fields logFields = fields("log", log, file);
        Layers layers = Layers.of(defaults, groups, problems);
        if (clients.isEmpty()) {
            problems.add(Place.in(file), "there is no client", "add clients: {NAME: {...}}");
        }
        Map<String, ConfiguredClient> configured = new LinkedHashMap<>();
        Set<String> sound = new HashSet<>();
        for (Entry client : clients.values()) {
            before = problems.met();
            problems.attempt(client.place(), "", () -> Names.client(client.key()));
            configured.put(client.key(), layers.client(client, layers.fields(client)));
            if (problems.met() == before) {
                sound.add(client.key());
            }
        }
        return new Loaded(
                file,
                login,
                serverIsSound,
                serverFields,
                Records.of(monitoringFields, logFields),
                monitoringFields,
                logFields,
                layers,
                configured,
                sound);
    }

    private Fields fields(String owner, @Nullable Entry entry, String file) {
        return entry == null ? Fields.none(owner, Place.in(file), problems) : Fields.of(entry);
    }

    private ServerLogin server(Fields fields, String file) {
        if (server == null) {
            problems.add(
                    Place.in(file), "there is no server", "add server: {user: NAME, host: NAME, host-keys: [...]}");
            return ServerLogin.standIn(Place.in(file));
        }
        return ServerLogin.of(fields);
    }
}
