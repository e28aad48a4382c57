package org.agentbroker.broker.drill;

import java.util.List;

/**
 * What a drill found. Names are the client's word.
 *
 * @param files how many the archive has to pick from: regular ones, and symbolic links where all are looked at
 * @param same how many are as they should be
 * @param different of other content, mode or time
 * @param missing not restored
 * @param changed on the client since the archive was made, or gone there
 * @param unreadable on the client
 * @param bytes of all that was restored
 * @param bad the first {@link #MOST} of those that are not the same
 */
public record DrillReport(
        String client,
        String archive,
        Sampling sampling,
        long files,
        long same,
        long different,
        long missing,
        long changed,
        long unreadable,
        long bytes,
        List<Bad> bad) {
    public static final int MOST = 100;

    public DrillReport {
        bad = List.copyOf(bad);
    }

    /** Why one is not the same. */
    public enum Kind {
        DIFFERENT,
        MISSING,
        CHANGED,
        UNREADABLE
    }

    /**
     * One that is not the same.
     *
     * @param what is other, such as {@code content, mode}; may be empty
     */
    public record Bad(Kind kind, String path, String what) {}

    /** How many were looked at. */
    public long sampled() {
        return same + notSame();
    }

    long notSame() {
        return different + missing + changed + unreadable;
    }

    /** Whether the archive does not hold what it should. */
    public boolean isDamaged() {
        return different > 0 || missing > 0;
    }

    /** For the history: {@code same}, {@code different} or {@code changed}. */
    public String word() {
        return isDamaged() ? "different" : notSame() > 0 ? "changed" : "same";
    }
}
