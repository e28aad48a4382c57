package org.agentbroker.cli.config;

import org.agentbroker.agent.key.UnusableInput;
import org.jspecify.annotations.Nullable;

/** The text of an option, taken as what it has to be. */
final class OptionText {
    private OptionText() {}

    /** Makes a value from an option's text. */
    @FunctionalInterface
    interface As<T> {
        T read(String text, Source source) throws UnusableInput;
    }

    /** The value, or {@code standIn} and a problem. The source's file is the option's name. */
    static <T> T take(
            Problems problems, Source source, @Nullable String text, String form, T standIn, As<? extends T> as) {
        String option = source.file();
        Place place = Place.in(option);
        if (text == null) {
            problems.add(place, "is missing", "add " + option + " " + form);
            return standIn;
        }
        return problems.attempt(place, standIn, () -> {
            if (text.isBlank()) {
                throw new UnusableInput("is empty", "write " + option + " " + form);
            }
            return as.read(text, source);
        });
    }
}
