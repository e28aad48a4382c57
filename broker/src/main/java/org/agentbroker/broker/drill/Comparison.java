package org.agentbroker.broker.drill;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.agentbroker.broker.drill.DrillReport.Bad;
import org.agentbroker.broker.drill.DrillReport.Kind;
import org.agentbroker.broker.drill.Room.Found;
import org.jspecify.annotations.Nullable;

/** Counts what is as it should be, and keeps the first of what is not. */
final class Comparison {
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final List<Bad> bad = new ArrayList<>();
    private long same;
    private long shortBytes;

    /** @param content what borg says of it; null when it could not read it */
    void withArchive(Listed listed, @Nullable Found found, @Nullable String content) {
        if (found == null) {
            missing(listed);
            return;
        }
        List<String> others = new ArrayList<>();
        if (listed.isLink()) {
            other(others, "target", !found.target().equals(listed.target()));
        } else {
            other(others, "size", found.size() != listed.size());
            other(others, "content", !found.content().equals(content));
            other(others, "mode", !plain(found.mode()).equals(plain(listed.mode())));
            shortBytes += Math.max(0, listed.size() - found.size());
        }
        // whole seconds are what a tar of borg keeps
        other(others, "time", found.seconds() != listed.seconds());
        if (others.isEmpty()) {
            same++;
        } else {
            add(Kind.DIFFERENT, listed, String.join(", ", others));
        }
    }

    private static void other(List<String> others, String what, boolean isOther) {
        if (isOther) {
            others.add(what);
        }
    }

    /** Without what a tar that is not root's does not set. */
    private static String plain(String mode) {
        return mode.replaceAll("[st]", "x").replaceAll("[ST]", "-");
    }

    void missing(Listed listed) {
        shortBytes += listed.size();
        add(Kind.MISSING, listed, "");
    }

    void same() {
        same++;
    }

    void add(Kind kind, Listed listed, String what) {
        counts.merge(kind, 1L, Long::sum);
        if (bad.size() < DrillReport.MOST) {
            bad.add(new Bad(kind, listed.path(), what));
        }
    }

    /** How many bytes did not come. */
    long shortBytes() {
        return shortBytes;
    }

    private long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    DrillReport report(String client, String archive, Sampling sampling, Sample sample) {
        return new DrillReport(
                client,
                archive,
                sampling,
                sample.files(),
                same,
                count(Kind.DIFFERENT),
                count(Kind.MISSING),
                count(Kind.CHANGED),
                count(Kind.UNREADABLE),
                sample.bytes(),
                bad);
    }
}
