package org.agentbroker.cli.config;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agentbroker.agent.key.UnusableInput;

/** Whole numbers and durations in their ranges. */
final class Numbers {
    static final int SSH_PORT = 22;

    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})([smhd])");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private Numbers() {}

    static int port(String text) throws UnusableInput {
        return within("port", text, 1, 65535);
    }

    static int within(String name, String text, int least, int most) throws UnusableInput {
        boolean fits =
                WHOLE.matcher(text).matches() && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most;
        if (!fits) {
            throw new UnusableInput(name + " is out of range: " + text, "write a number from " + least + " to " + most);
        }
        return Integer.parseInt(text);
    }

    /** A number and one unit, such as {@code 10m}; so are the bounds. */
    static Duration duration(String name, String text, String least, String most) throws UnusableInput {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new UnusableInput(
                    name + " is not a duration: " + text, "write a number and s, m, h or d, such as 10m");
        }
        Duration value = amount(matcher);
        if (value.compareTo(duration(name, least)) < 0 || value.compareTo(duration(name, most)) > 0) {
            throw new UnusableInput(
                    name + " is out of range: " + text, "write a duration from " + least + " to " + most);
        }
        return value;
    }

    private static Duration duration(String name, String bound) {
        Matcher matcher = DURATION.matcher(bound);
        if (!matcher.matches()) {
            throw new AssertionError("a bound of " + name + ": " + bound);
        }
        return amount(matcher);
    }

    private static Duration amount(Matcher matcher) {
        return UNITS.get(matcher.group(2)).multipliedBy(Integer.parseInt(matcher.group(1)));
    }
}
