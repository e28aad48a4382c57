package org.agentbroker.broker.ledger;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Something about an archive that nobody who means well would do behind broker's back; kept until it is accepted.
 *
 * @param archive as it was before, or of an odd time as it is
 * @param found when
 */
public record Finding(Kind kind, Seen archive, Instant found) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);
    private static final int LONGEST_NAME = 80;

    /** What is wrong. */
    public enum Kind {
        /** It is not there any more. */
        MISSING,
        /** Its name has another id, or another time. */
        CHANGED,
        /** It appeared with a time that lies more than a day away from then. */
        ODD_TIME;

        /** For people. */
        public String word() {
            return switch (this) {
                case MISSING -> "is missing";
                case CHANGED -> "has changed";
                case ODD_TIME -> "has an odd time";
            };
        }
    }

    /** For people, in bounds; the name is the client's word. */
    @Override
    public String toString() {
        String name = archive.name();
        String shown = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
        String time = kind == Kind.ODD_TIME ? " (" + TIME.format(archive.made()) + " UTC)" : "";
        return shown + " " + kind.word() + time;
    }
}
