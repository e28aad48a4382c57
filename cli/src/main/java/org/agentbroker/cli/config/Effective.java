package org.agentbroker.cli.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A setting as it counts, or a mapping of such.
 *
 * @param value text, a number, a truth value, a list or a map; null when there is none, and of a mapping
 * @param source {@code file:line}, or what counts because no file says anything; of a mapping empty
 * @param parts of a mapping, whose own value and source say nothing
 */
public record Effective(String name, @Nullable Object value, String source, List<Effective> parts) {
    public Effective {
        parts = List.copyOf(parts);
    }

    static Effective of(String name, List<Effective> parts) {
        return new Effective(name, null, "", parts);
    }
}
