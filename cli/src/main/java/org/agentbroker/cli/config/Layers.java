package org.agentbroker.cli.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.outcome.Nearest;
import org.jspecify.annotations.Nullable;

/** What a client says over what its group says over the defaults. */
final class Layers {
    private static final String GROUP = "group";

    private final Problems problems;
    private final @Nullable Fields defaults;
    private final Map<String, Fields> groups = new LinkedHashMap<>();

    private Layers(Problems problems, @Nullable Fields defaults) {
        this.problems = problems;
        this.defaults = defaults;
    }

    /** Each is looked at by itself, so that mistakes show which every client hides. */
    static Layers of(@Nullable Entry defaults, Map<String, Entry> groups, Problems problems) {
        Layers layers = new Layers(
                problems, defaults == null ? null : shared(Fields.of(defaults).asPartial()));
        for (Entry group : groups.values()) {
            problems.attempt(group.place(), "", () -> Names.group(group.key()));
            layers.groups.put(
                    group.key(), shared(Fields.of(group).over(layers.defaults).asPartial()));
        }
        return layers;
    }

    private static Fields shared(Fields fields) {
        Entry group = fields.own(GROUP);
        if (group != null) {
            fields.problems()
                    .add(group.place(), "only a client can be in a group", "write group: NAME in each client of it");
        }
        ConfiguredClient.of(fields.owner(), null, fields);
        return fields;
    }

    List<String> groups() {
        return List.copyOf(groups.keySet());
    }

    ConfiguredClient client(Entry client, Fields fields) {
        return ConfiguredClient.of(client.key(), groupOf(fields), fields);
    }

    /** A client's settings, with those that count when it says nothing. */
    Fields fields(Entry client) {
        Fields fields = Fields.of(client);
        String group = groupOf(fields);
        return fields.over(group == null ? defaults : groups.get(group));
    }

    private @Nullable String groupOf(Fields fields) {
        Entry entry = fields.own(GROUP);
        return entry == null
                ? null
                : problems.<@Nullable String>attempt(
                        entry.value().place(), null, () -> known(entry.value().text()));
    }

    private String known(String name) throws UnusableInput {
        if (groups.containsKey(name)) {
            return name;
        }
        throw new UnusableInput("there is no group " + name, hint(name));
    }

    String hint(String name) {
        String known = groups.isEmpty() ? "add groups: {NAME: {...}}" : "known: " + String.join(", ", groups.keySet());
        return Nearest.to(name, groups.keySet())
                .map(near -> "did you mean " + near)
                .orElse(known);
    }
}
