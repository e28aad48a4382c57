package org.agentbroker.cli.command;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.agentbroker.broker.doctor.Finding;
import org.agentbroker.broker.doctor.Finding.Result;
import org.agentbroker.cli.print.ExitCode;
import org.agentbroker.cli.print.JsonLines;
import org.jspecify.annotations.Nullable;

/** For programs: an object a line for each finding, at last one for all. */
final class DoctorJson implements DoctorOutput {
    private final JsonLines json;

    DoctorJson(PrintStream out) {
        this.json = new JsonLines(out);
    }

    @Override
    public void begin(String client) {
        // each finding names it
    }

    @Override
    public void tell(Finding finding) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("type", "finding");
        fields.put("client", finding.client());
        fields.put("link", finding.link().label());
        fields.put("attack", finding.link().isAttack());
        fields.put("result", word(finding.result()));
        fields.put("milliseconds", finding.time().toMillis());
        fields.put("detail", finding.detail());
        fields.put("hint", finding.hint());
        json.write(fields);
    }

    @Override
    public void end(DoctorTotals totals) {
        ExitCode code = totals.code();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("type", "doctor");
        fields.put("exit_code", code.code());
        fields.put("meaning", code.meaning());
        fields.put("clients", totals.clients());
        for (Result result : Result.values()) {
            fields.put(word(result), totals.of(result));
        }
        json.write(fields);
    }

    private static String word(Result result) {
        return result.name().toLowerCase(Locale.ROOT);
    }
}
