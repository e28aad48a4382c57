package org.agentbroker.cli.print;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows in columns. By hand: picocli's TextTable reads {@code @|…|@} in a client's words as markup, and ascii-table writes
 * through the platform's charset, which loses them under {@code LANG=C} of Java 17.
 */
final class Table {
    private static final int WIDEST = 64; // most of it is the client's word
    private static final int WIDEST_LAST = 160;
    private static final String GAP = "  ";

    private Table() {}

    /** @param right the columns that hold numbers */
    static List<String> lines(List<String> heads, List<Boolean> right, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>(List.of(heads));
        rows.forEach(row -> all.add(cells(row)));
        int[] widths = new int[heads.size()];
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Columns.of(row.get(i)));
            }
        }
        return all.stream().map(row -> line(row, right, widths)).toList();
    }

    private static List<String> cells(List<String> row) {
        List<String> cells = new ArrayList<>();
        for (String text : row) {
            int widest = cells.size() == row.size() - 1 ? WIDEST_LAST : WIDEST;
            String safe = Escape.line(text);
            cells.add(Columns.of(safe) <= widest ? safe : Columns.cut(safe, widest - 1) + "…");
        }
        return cells;
    }

    private static String line(List<String> row, List<Boolean> right, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : GAP).append(Columns.pad(row.get(i), widths[i], right.get(i)));
        }
        return line.toString().stripTrailing();
    }
}
