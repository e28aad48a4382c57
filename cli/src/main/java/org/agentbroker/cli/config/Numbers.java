package org.agentbroker.cli.config;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.cli.settings.Bounds;
import org.agentbroker.cli.settings.Shape.Time;
import org.agentbroker.cli.settings.Shape.Whole;
import org.agentbroker.cli.settings.Spelling;

/** Whole numbers and durations in their ranges. */
final class Numbers {
    static final int SSH_PORT = 22;

    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
    private static final Pattern DURATION = Pattern.compile(Spelling.TIME);
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private Numbers() {}

    static int port(String text) throws UnusableInput {
        return within("port", text, Bounds.PORT);
    }

    static int within(String name, String text, Whole bounds) throws UnusableInput {
        boolean fits = WHOLE.matcher(text).matches()
                && Integer.parseInt(text) >= bounds.least()
                && Integer.parseInt(text) <= bounds.most();
        if (!fits) {
            throw new UnusableInput(
                    name + " is out of range: " + text,
                    "write a number from " + bounds.least() + " to " + bounds.most());
        }
        return Integer.parseInt(text);
    }

    /** A number and one unit, such as {@code 10m}. */
    static Duration duration(String name, String text, Time bounds) throws UnusableInput {
        if (!DURATION.matcher(text).matches()) {
            throw new UnusableInput(
                    name + " is not a duration: " + text, "write a number and s, m, h or d, such as 10m");
        }
        Duration value = amount(text);
        if (value.compareTo(amount(bounds.least())) < 0 || value.compareTo(amount(bounds.most())) > 0) {
            throw new UnusableInput(
                    name + " is out of range: " + text,
                    "write a duration from " + bounds.least() + " to " + bounds.most());
        }
        return value;
    }

    private static Duration amount(String text) {
        int unit = text.length() - 1;
        return UNITS.get(text.substring(unit)).multipliedBy(Integer.parseInt(text.substring(0, unit)));
    }
}
