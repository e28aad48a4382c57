package org.agentbroker.cli.print;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.agentbroker.broker.history.Latest;
import org.agentbroker.broker.history.PastPull;
import org.agentbroker.broker.history.PastPull.Ending;
import org.agentbroker.broker.ledger.Ledger;
import org.agentbroker.broker.ledger.Standing;
import org.agentbroker.broker.outcome.ArchiveSummary;
import org.agentbroker.broker.outcome.Problem;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with the backups of a client.
 *
 * @param maxAge how old the last good one may be; null when nobody asks
 * @param standing of the archives in its repository; null when nothing of that is on record
 */
public record Status(
        String client,
        Latest latest,
        @Nullable Duration maxAge,
        @Nullable Standing standing) {
    private static final List<String> HEADS = List.of(
            "client", "last good", "age", "last result", "time", "size", "new", "verified", "missing", "archive");
    private static final List<Boolean> RIGHT = List.of(false, false, true, false, true, true, true, true, true, false);

    /** A head, and a line for each. */
    public static List<String> lines(List<Status> all, Instant now, ZoneId zone) {
        return Table.lines(
                HEADS, RIGHT, all.stream().map(each -> each.cells(now, zone)).toList());
    }

    private List<String> cells(Instant now, ZoneId zone) {
        Optional<Ending> good = ending();
        Optional<ArchiveSummary> archive = good.flatMap(end -> end.result().archive());
        return List.of(
                client,
                good.map(end -> Times.minute(end.time(), zone)).orElse("never"),
                good.map(end -> Times.age(Duration.between(end.time(), now))).orElse(""),
                result(now),
                good.map(end -> Times.seconds(end.took())).orElse(""),
                archive.map(each -> Sizes.of(each.originalSize())).orElse(""),
                archive.map(each -> Sizes.of(each.deduplicatedSize())).orElse(""),
                verified(now),
                standing == null ? "-" : Long.toString(standing.open()),
                archive.map(ArchiveSummary::name).orElse(""));
    }

    /** How old the last restore drill is, and what it found if that was not the same. */
    private String verified(Instant now) {
        return latest.drill()
                .flatMap(drill -> drill.ending()
                        .map(end -> (drill.word().equals("same") ? "" : drill.word() + ", ")
                                + Times.age(Duration.between(end.time(), now))))
                .orElse("");
    }

    private String result(Instant now) {
        return latest.any()
                .map(pull ->
                        pull.running() ? "running for " + Times.age(Duration.between(pull.begun(), now)) : pull.word())
                .orElse("");
    }

    private Optional<Ending> ending() {
        return latest.good().flatMap(PastPull::ending);
    }

    /** Whether there is no good one that is young enough. Never, when nobody asks. */
    public boolean isOverdue(Instant now) {
        return maxAge != null
                && ending().filter(end -> !end.time().isBefore(now.minus(maxAge)))
                        .isEmpty();
    }

    /** What to say of one that is overdue. */
    public String complaint(Instant now, ZoneId zone) {
        String last = ending().map(end -> "for " + Times.age(Duration.between(end.time(), now)) + ", since "
                        + Times.minute(end.time(), zone))
                .orElse("yet");
        String result = latest.any()
                .filter(pull -> !pull.isGood())
                .map(pull -> "; the last one: " + pull.word())
                .orElse("");
        return client + ": no good pull " + last + result;
    }

    /** Whether archives vanished, changed or have an odd time, and nobody has accepted that. */
    public boolean hasMissing() {
        return standing != null && standing.open() > 0;
    }

    /** What to say of one that has. */
    public Problem missing() {
        return new Problem(client + ": " + (standing == null ? "" : standing.complaint()), Ledger.hint(client));
    }

    /** For programs: one object, in one line of ASCII. */
    public String json(Instant now) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("client", client);
        fields.put("overdue", isOverdue(now));
        fields.put("max_age", maxAge == null ? null : maxAge.toSeconds());
        fields.put("missing", standing == null ? null : standing.open());
        fields.put("running", latest.any().filter(PastPull::running).isPresent());
        latest.any().ifPresent(pull -> {
            fields.put("last_begun", PastPullJson.time(pull.begun()));
            fields.put("last_outcome", pull.word());
            pull.ending().ifPresent(end -> {
                fields.put("last_exit_code", end.result().exitCode());
                fields.put(
                        "last_message",
                        end.result().problem().map(each -> each.what()).orElse(null));
            });
        });
        ending().ifPresent(end -> {
            fields.put("good", PastPullJson.time(end.time()));
            fields.put("good_age", Math.max(0, Duration.between(end.time(), now).toSeconds()));
            fields.put("good_seconds", PastPullJson.seconds(end.took()));
            PastPullJson.archive(end.result(), fields);
        });
        latest.drill().flatMap(PastPull::ending).ifPresent(end -> {
            fields.put("verified", PastPullJson.time(end.time()));
            fields.put(
                    "verified_age",
                    Math.max(0, Duration.between(end.time(), now).toSeconds()));
            fields.put("verified_result", end.result().word());
        });
        return JsonLines.text(fields);
    }
}
