package org.agentbroker.cli.print;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.agentbroker.broker.history.PastPull;
import org.agentbroker.broker.history.PastPull.Ending;
import org.agentbroker.broker.outcome.ArchiveSummary;
import org.agentbroker.broker.outcome.Problem;

/** What {@code broker history} prints. */
public final class HistoryTable {
    private static final List<String> HEADS =
            List.of("begun", "command", "result", "time", "size", "new", "archive, or what happened");
    private static final List<Boolean> RIGHT = List.of(false, false, false, true, true, true, false);

    private HistoryTable() {}

    /** A head, and a line for each. */
    public static List<String> lines(List<PastPull> pulls, ZoneId zone) {
        return Table.lines(
                HEADS, RIGHT, pulls.stream().map(pull -> cells(pull, zone)).toList());
    }

    private static List<String> cells(PastPull pull, ZoneId zone) {
        Optional<ArchiveSummary> archive =
                pull.ending().flatMap(end -> end.result().archive());
        String what = pull.ending()
                .flatMap(end -> end.result().problem())
                .map(Problem::what)
                .orElse("");
        return List.of(
                Times.minute(pull.begun(), zone),
                pull.command(),
                pull.word(),
                pull.ending().map(Ending::took).map(Times::seconds).orElse(""),
                archive.map(each -> Sizes.of(each.originalSize())).orElse(""),
                archive.map(each -> Sizes.of(each.deduplicatedSize())).orElse(""),
                archive.map(ArchiveSummary::name).orElse(what));
    }
}
