package org.agentbroker.cli.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agentbroker.broker.outcome.Nearest;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/**
 * The keys of a mapping, and below them those of another mapping that stand in for keys left out. Remembers what it was
 * asked for: whatever else there is, is unknown.
 */
final class Fields {
    private final String owner;
    private final Place place;
    private final Map<String, Entry> own;
    private final @Nullable Fields below;
    private final boolean partial;
    private final Problems problems;
    private final Set<String> asked = new LinkedHashSet<>();

    private Fields(
            String owner,
            Place place,
            Map<String, Entry> own,
            @Nullable Fields below,
            boolean partial,
            Problems problems) {
        this.owner = owner;
        this.place = place;
        this.own = own;
        this.below = below;
        this.partial = partial;
        this.problems = problems;
    }

    /** No keys at all. */
    static Fields none(String owner, Place place, Problems problems) {
        return new Fields(owner, place, Map.of(), null, false, problems);
    }

    /** @param place where its name stands, for what is missing in it */
    static Fields of(String owner, Place place, Value value) {
        Problems problems = value.problems();
        if (!(value.node() instanceof MappingNode mapping)) {
            problems.add(
                    value.place(), owner + " must be a mapping", "write keys and values under it, as in key: value");
            return new Fields(owner, place, Map.of(), null, true, problems);
        }
        return new Fields(owner, place, Entry.all(owner, mapping, value), null, false, problems);
    }

    static Fields of(Entry entry) {
        return of(entry.key(), entry.place(), entry.value());
    }

    /** The same, with another mapping for keys left out. */
    Fields over(@Nullable Fields other) {
        return new Fields(owner, place, own, other, partial, problems);
    }

    /** The same, but nothing in it is missing. */
    Fields asPartial() {
        return new Fields(owner, place, own, below, true, problems);
    }

    /** What they belong to, as in a client's name. */
    String owner() {
        return owner;
    }

    Place place() {
        return place;
    }

    Problems problems() {
        return problems;
    }

    /** Every key, whatever it is called. */
    Collection<Entry> all() {
        asked.addAll(own.keySet());
        return own.values();
    }

    @Nullable
    Entry entry(String key) {
        asked.add(key);
        Entry entry = own.get(key);
        return entry == null && below != null ? below.entry(key) : entry;
    }

    /** One of this mapping alone. */
    @Nullable
    Entry own(String key) {
        asked.add(key);
        return own.get(key);
    }

    /** The one of some keys that is given; those below count when none is given here. */
    @Nullable
    Entry oneOf(String... keys) {
        List<Entry> given = new ArrayList<>();
        for (String key : keys) {
            asked.add(key);
            if (own.containsKey(key)) {
                given.add(own.get(key));
            }
        }
        if (given.size() > 1) {
            List<String> names = given.stream().map(Entry::key).toList();
            problems.add(given.get(1).place(), owner + " has " + String.join(" and ", names), "keep one of them");
        }
        if (given.isEmpty()) {
            return below == null ? null : below.oneOf(keys);
        }
        return given.get(0);
    }

    <T> T optional(String key, T otherwise, Value.As<? extends T> as) {
        Entry entry = entry(key);
        if (entry == null) {
            return otherwise;
        }
        return problems.attempt(entry.value().place(), otherwise, () -> as.read(entry.value()));
    }

    /** @param form what to write, for the hint */
    <T> T required(String key, String form, T standIn, Value.As<? extends T> as) {
        if (entry(key) == null) {
            missing(key, form);
        }
        return optional(key, standIn, as);
    }

    void missing(String key, String form) {
        if (!partial) {
            problems.add(place, owner + " has no " + key, "add " + form);
        }
    }

    /** A mapping in this one, over the one of the same name below. */
    Fields section(String key) {
        asked.add(key);
        Fields lower = below == null ? null : below.section(key);
        Entry entry = own.get(key);
        return (entry == null ? none(key, place, problems) : of(entry)).over(lower);
    }

    /** To be called when all known keys were asked for. */
    void finish() {
        for (Entry entry : own.values()) {
            if (!asked.contains(entry.key())) {
                problems.add(entry.place(), "unknown key " + entry.key() + " in " + owner, hint(entry.key()));
            }
        }
    }

    private String hint(String key) {
        return Nearest.to(key, asked)
                .map(near -> "did you mean " + near)
                .orElse("known here: " + String.join(", ", asked));
    }
}
