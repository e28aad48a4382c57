package org.agentbroker.cli.print;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.agentbroker.broker.outcome.ArchiveSummary;

/**
 * One line for each of several clients, in columns. By hand: picocli's TextTable reads {@code @|…|@} in a client's words
 * as markup, and ascii-table writes through the platform's charset, which loses them under {@code LANG=C} of Java 17.
 */
final class SummaryTable {
    private static final List<String> HEADS = List.of("client", "result", "time", "archive", "size", "new");
    private static final List<Boolean> RIGHT = List.of(false, false, true, false, true, true);
    private static final int WIDEST = 64; // the archive's name is the client's word
    private static final String GAP = "  ";

    private SummaryTable() {}

    static List<String> lines(List<Ended> all) {
        List<List<String>> rows = new ArrayList<>(List.of(HEADS));
        all.forEach(each -> rows.add(cells(each)));
        int[] widths = new int[HEADS.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static List<String> cells(Ended ended) {
        ArchiveSummary archive = ended.archive();
        String time = ended.time().isZero()
                ? ""
                : String.format(Locale.ROOT, "%.1f s", ended.time().toMillis() / 1000.0);
        return List.of(
                cell(ended.client()),
                ended.word(),
                time,
                archive == null ? "" : cell(archive.name()),
                archive == null ? "" : Sizes.of(archive.originalSize()),
                archive == null ? "" : Sizes.of(archive.deduplicatedSize()));
    }

    private static String cell(String text) {
        String safe = Escape.line(text);
        return safe.length() <= WIDEST ? safe : safe.substring(0, WIDEST - 1) + "…";
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String space = " ".repeat(widths[i] - row.get(i).length());
            line.append(i == 0 ? "" : GAP);
            line.append(RIGHT.get(i) ? space + row.get(i) : row.get(i) + space);
        }
        return line.toString().stripTrailing();
    }
}
