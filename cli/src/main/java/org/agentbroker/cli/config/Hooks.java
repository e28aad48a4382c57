package org.agentbroker.cli.config;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.agentbroker.agent.key.UnusableInput;

/**
 * Commands of the server's admin, started without a shell when a pull has ended.
 *
 * @param commands the words of each kind that has a command; not empty
 */
public record Hooks(Map<Kind, List<String>> commands) {
    /** How a pull can end, for those who wait for it. */
    public enum Kind {
        DONE,
        WARNINGS,
        /** Any failure that is not {@link #ASLEEP}. */
        FAILED,
        /** A {@code soft} client was not there. */
        ASLEEP;

        /** As the config has it. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static final Hooks NONE = new Hooks(Map.of());

    public Hooks {
        commands = Map.copyOf(commands);
    }

    /** The words of a command, or none. */
    public List<String> of(Kind kind) {
        return commands.getOrDefault(kind, List.of());
    }

    static Hooks of(Fields fields) {
        Map<Kind, List<String>> commands = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            List<String> words = fields.optional(kind.key(), List.of(), Hooks::words);
            if (!words.isEmpty()) {
                commands.put(kind, words);
            }
        }
        fields.finish();
        return new Hooks(commands);
    }

    /** None at all lifts what stands in the defaults. */
    private static List<String> words(Value value) throws UnusableInput {
        List<String> words = value.texts();
        if (!words.isEmpty()) {
            Names.program(words.get(0));
        }
        return words;
    }
}
