package org.agentbroker.cli.print;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.agentbroker.broker.borg.BorgLine.ArchiveProgress;
import org.jspecify.annotations.Nullable;

/** How far the pulls under way are, in one line. */
final class Progress {
    private static final long BETWEEN_LINES = Duration.ofMillis(200).toNanos();
    private static final long BETWEEN_LOGGED = Duration.ofSeconds(60).toNanos();
    private static final long OF_SPEED = Duration.ofSeconds(5).toNanos();
    private static final long LEAST_OF_SPEED = Duration.ofSeconds(1).toNanos();
    private static final int SHORTEST_PATH = 8;

    private final LongSupplier nanos;
    private final Map<String, Pulling> underWay = new LinkedHashMap<>();
    private int all = 1;
    private long shown;
    private boolean hasShown;

    /** One pull under way. */
    private static final class Pulling {
        final long begun;
        long logged;
        long markedAt;
        long markedSize;
        long speed = -1;
        boolean settled;
        String message = "";

        @Nullable
        ArchiveProgress archive;

        Pulling(long begun) {
            this.begun = begun;
            this.logged = begun;
            this.markedAt = begun;
        }

        /** Of the last seconds; at first of those that there are. */
        void measure(long now, long size) {
            long time = now - markedAt;
            if (archive == null) {
                markedAt = now;
                markedSize = size;
            } else if (time >= OF_SPEED || !settled && time >= LEAST_OF_SPEED) {
                speed = Math.max(0, (long) ((size - markedSize) / (time / 1e9)));
                if (time >= OF_SPEED) {
                    settled = true;
                    markedAt = now;
                    markedSize = size;
                }
            }
        }
    }

    /** @param nanos a clock that nobody sets */
    Progress(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** So many are to come. */
    synchronized void expect(int pulls) {
        all = pulls;
    }

    synchronized void begun(String client) {
        underWay.computeIfAbsent(client, name -> new Pulling(nanos.getAsLong()));
    }

    synchronized void ended(String client) {
        underWay.remove(client);
    }

    synchronized void said(String client, ArchiveProgress progress) {
        begun(client);
        Pulling pull = underWay.get(client);
        pull.message = "";
        if (!progress.finished()) {
            pull.measure(nanos.getAsLong(), progress.originalSize());
        }
        pull.archive = progress.finished() ? null : progress;
    }

    synchronized void said(String client, String message) {
        begun(client);
        underWay.get(client).message = message;
    }

    /** Whether the last line is old enough for a new one. */
    synchronized boolean isDue() {
        long now = nanos.getAsLong();
        if (hasShown && now - shown < BETWEEN_LINES) {
            return false;
        }
        hasShown = true;
        shown = now;
        return true;
    }

    /** The same of a log, where each line stays. */
    synchronized boolean isDueInLog(String client) {
        Pulling pull = underWay.get(client);
        long now = nanos.getAsLong();
        if (pull == null || pull.archive == null || now - pull.logged < BETWEEN_LOGGED) {
            return false;
        }
        pull.logged = now;
        return true;
    }

    /** Without a path. */
    synchronized String logged(String client) {
        Pulling pull = underWay.get(client);
        return pull == null ? "" : String.join(", ", parts(pull));
    }

    /** As much as has room; empty when nothing is known. */
    synchronized String line(int columns) {
        boolean known = underWay.values().stream().anyMatch(pull -> pull.archive != null || !pull.message.isEmpty());
        if (!known) {
            return "";
        }
        if (all > 1) {
            String head = underWay.size() + " of " + all + " running: ";
            if (underWay.size() > 1) {
                return Columns.cut(
                        head
                                + underWay.entrySet().stream()
                                        .map(each -> each.getKey() + size(each.getValue()))
                                        .collect(Collectors.joining(", ")),
                        columns);
            }
            return one(head, columns);
        }
        return one("", columns);
    }

    private String one(String head, int columns) {
        Map.Entry<String, Pulling> only = underWay.entrySet().iterator().next();
        Pulling pull = only.getValue();
        String start = head + only.getKey() + ": ";
        if (pull.archive == null || !pull.message.isEmpty()) {
            return Columns.cut(start + Escape.line(pull.message), columns);
        }
        StringBuilder line = new StringBuilder(start);
        List<String> parts = parts(pull);
        for (int i = 0; i < parts.size(); i++) {
            String part = (i == 0 ? "" : ", ") + parts.get(i);
            if (Columns.of(line + part) > columns) {
                return line.toString();
            }
            line.append(part);
        }
        int left = columns - Columns.of(line.toString()) - 2;
        if (left >= SHORTEST_PATH) {
            line.append("  ").append(Columns.middle(Escape.line(pull.archive.path()), left));
        }
        return line.toString().stripTrailing();
    }

    private List<String> parts(Pulling pull) {
        List<String> parts = new ArrayList<>();
        if (pull.archive != null) {
            parts.add(pull.archive.files() + " files");
            parts.add(Sizes.of(pull.archive.originalSize()));
            if (pull.speed >= 0) {
                parts.add(Sizes.of(pull.speed) + "/s");
            }
        }
        parts.add(Times.clock(Duration.ofNanos(nanos.getAsLong() - pull.begun)));
        return parts;
    }

    private static String size(Pulling pull) {
        return pull.archive == null ? "" : " " + Sizes.of(pull.archive.originalSize());
    }
}
