package org.agentbroker.cli.print;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.agentbroker.broker.drill.DrillReport;
import org.agentbroker.broker.drill.DrillReport.Bad;
import org.agentbroker.broker.drill.Sampling.Against;
import org.jspecify.annotations.Nullable;

/** What {@code broker verify} prints. */
public final class DrillText {
    private DrillText() {}

    /** For people: names stand escaped. */
    public static List<String> lines(DrillReport report) {
        List<String> lines = new ArrayList<>();
        boolean client = report.sampling().against() == Against.CLIENT;
        lines.add(Escape.line(report.client() + ": archive " + report.archive() + ", " + report.sampled() + " of "
                + report.files() + " files restored, " + Sizes.of(report.bytes()) + ", compared with the "
                + (client ? "client" : "archive") + ", seed "
                + report.sampling().seed()));
        lines.add("same " + report.same() + ", different " + report.different() + ", missing " + report.missing()
                + ", changed " + report.changed() + ", unreadable " + report.unreadable());
        for (Bad bad : report.bad()) {
            String what = bad.what().isEmpty() ? "" : " (" + bad.what() + ")";
            lines.add(word(bad) + what + "  " + Escape.line(bad.path()));
        }
        long more = report.sampled() - report.same() - report.bad().size();
        if (more > 0) {
            lines.add("and " + more + " more");
        }
        return lines;
    }

    private static String word(Bad bad) {
        return bad.kind().name().toLowerCase(Locale.ROOT);
    }

    /** For programs: one object, in one line of ASCII. */
    public static String json(DrillReport report, int exitCode) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("type", "verified");
        fields.put("client", report.client());
        fields.put("archive", report.archive());
        fields.put("against", report.sampling().against().name().toLowerCase(Locale.ROOT));
        fields.put("seed", report.sampling().seed());
        fields.put("files", report.files());
        fields.put("sampled", report.sampled());
        fields.put("bytes", report.bytes());
        fields.put("same", report.same());
        fields.put("different", report.different());
        fields.put("missing", report.missing());
        fields.put("changed", report.changed());
        fields.put("unreadable", report.unreadable());
        fields.put("result", report.word());
        fields.put("exit_code", exitCode);
        return JsonLines.text(fields);
    }

    /** The same for one that is not as it should be. */
    public static String json(Bad bad) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("type", word(bad));
        fields.put("path", bad.path());
        fields.put("what", bad.what().isEmpty() ? null : bad.what());
        return JsonLines.text(fields);
    }
}
