package org.agentbroker.cli.print;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agentbroker.broker.history.PastPull;
import org.agentbroker.broker.history.PastPull.Ending;
import org.agentbroker.broker.history.Result;
import org.jspecify.annotations.Nullable;

/** A pull of the history for programs: one object, in one line of ASCII. */
public final class PastPullJson {
    private PastPullJson() {}

    /** Without a newline. */
    public static String of(PastPull pull) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("client", pull.client());
        fields.put("command", pull.command());
        fields.put("begun", time(pull.begun()));
        fields.put("outcome", pull.word());
        if (pull.ending().isPresent()) {
            Ending ending = pull.ending().get();
            fields.put("ended", time(ending.time()));
            fields.put("seconds", seconds(ending.took()));
            result(ending.result(), fields);
        }
        return JsonLines.text(fields);
    }

    private static void result(Result result, Map<String, @Nullable Object> fields) {
        fields.put("exit_code", result.exitCode());
        result.problem().ifPresent(problem -> {
            fields.put("message", problem.what());
            fields.put("hint", problem.hint());
        });
        fields.put("warnings", result.warnings() == 0 ? null : result.warnings());
        archive(result, fields);
    }

    static void archive(Result result, Map<String, @Nullable Object> fields) {
        result.archive().ifPresent(archive -> {
            fields.put("archive", archive.name());
            fields.put("archive_id", archive.id());
            fields.put("nfiles", archive.files());
            fields.put("original_size", archive.originalSize());
            fields.put("deduplicated_size", archive.deduplicatedSize());
        });
    }

    /** RFC 3339, to the second. */
    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static BigDecimal seconds(Duration time) {
        return BigDecimal.valueOf(time.toMillis(), 3).setScale(1, RoundingMode.HALF_UP);
    }
}
