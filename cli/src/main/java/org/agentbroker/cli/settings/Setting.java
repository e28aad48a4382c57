package org.agentbroker.cli.settings;

import org.jspecify.annotations.Nullable;

/**
 * One key of a mapping.
 *
 * @param meaning for people: lower case, no full stop
 * @param required where the mapping stands by itself; a client may have it from its group or the defaults
 * @param usual what counts when it is left out: text, a number, a truth value or a list; null when no value says it
 * @param note more about what counts then, and when it is required
 */
public record Setting(
        String name,
        Shape shape,
        String meaning,
        boolean required,
        @Nullable Object usual,
        String note) {

    static Setting required(String name, Shape shape, String meaning) {
        return new Setting(name, shape, meaning, true, null, "required");
    }

    static Setting optional(String name, Shape shape, Object usual, String meaning) {
        return new Setting(name, shape, meaning, false, usual, "");
    }

    /** One whose usual value cannot be written down. */
    static Setting open(String name, Shape shape, String note, String meaning) {
        return new Setting(name, shape, meaning, false, null, note);
    }

    Setting noting(String more) {
        return new Setting(name, shape, meaning, required, usual, more);
    }
}
