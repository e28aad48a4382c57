package org.agentbroker.cli.print;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times for people. */
final class Times {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private Times() {}

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    /** As a stopwatch has it: {@code 1:02} or {@code 1:02:03}. */
    static String clock(Duration time) {
        return time.toHours() == 0
                ? String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart())
                : String.format(
                        Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }

    /** In the one unit that says most: {@code 12 s}, {@code 7 min}, {@code 26 h}, {@code 3 d}. */
    static String age(Duration age) {
        if (age.toSeconds() < 60) {
            return Math.max(0, age.toSeconds()) + " s";
        }
        if (age.toMinutes() < 60) {
            return age.toMinutes() + " min";
        }
        return age.toHours() < 48 ? age.toHours() + " h" : age.toDays() + " d";
    }

    static String minute(Instant time, ZoneId zone) {
        return MINUTE.format(time.atZone(zone));
    }
}
