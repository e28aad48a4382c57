package org.agentbroker.broker.keys;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a moment is written in {@code expiry-time}: to the second, the one that is named is still within.
 *
 * @param local sshd's time zone, for an sshd that knows no UTC there; null to write UTC
 */
record ExpiryTime(@Nullable ZoneId local) {
    private static final DateTimeFormatter DIGITS =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withResolverStyle(ResolverStyle.STRICT);

    /** OpenSSH 9.1 and later. */
    static final ExpiryTime UTC = new ExpiryTime(null);

    String text(Instant moment) {
        return local == null
                ? DIGITS.format(moment.atOffset(ZoneOffset.UTC)) + "Z"
                : DIGITS.format(moment.atOffset(standardOffset(local, moment)));
    }

    /** Reads either form; none when it is not one. */
    static Optional<Instant> parse(String text, ZoneId local) {
        try {
            boolean utc = text.endsWith("Z");
            LocalDateTime time = LocalDateTime.parse(utc ? text.substring(0, text.length() - 1) : text, DIGITS);
            Instant asUtc = time.toInstant(ZoneOffset.UTC);
            return Optional.of(utc ? asUtc : time.toInstant(standardOffset(local, asUtc)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    // misc.c, parse_absolute_time: mktime is told that it is no summer time (tm_isdst is 0), and corrects that
    private static ZoneOffset standardOffset(ZoneId zone, Instant moment) {
        return zone.getRules().getStandardOffset(moment);
    }
}
