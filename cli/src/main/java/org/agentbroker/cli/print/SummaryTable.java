package org.agentbroker.cli.print;

import java.util.List;
import org.agentbroker.broker.outcome.ArchiveSummary;

/** One line for each of several clients, in columns. */
final class SummaryTable {
    private static final List<String> HEADS = List.of("client", "result", "time", "archive", "size", "new");
    private static final List<Boolean> RIGHT = List.of(false, false, true, false, true, true);

    private SummaryTable() {}

    static List<String> lines(List<Ended> all) {
        return Table.lines(HEADS, RIGHT, all.stream().map(SummaryTable::cells).toList());
    }

    private static List<String> cells(Ended ended) {
        ArchiveSummary archive = ended.archive();
        return List.of(
                ended.client(),
                ended.word(),
                ended.time().isZero() ? "" : Times.seconds(ended.time()),
                archive == null ? "" : archive.name(),
                archive == null ? "" : Sizes.of(archive.originalSize()),
                archive == null ? "" : Sizes.of(archive.deduplicatedSize()));
    }
}
