package org.agentbroker.broker.doctor;

import java.util.List;
import java.util.regex.Pattern;

/** What a script left running on the client: process, socket of the agent, directory. The client says so. */
final class Left {
    // it becomes words of a script; nothing odd is needed for an honest one
    private static final Pattern HONEST =
            Pattern.compile("[1-9][0-9]{0,9} /[A-Za-z0-9/._-]{1,200} /[A-Za-z0-9/._-]{1,200}");

    private Left() {}

    /** Its three words; none when it does not say, or says something odd. */
    static List<String> of(Report report) {
        return report.entry("left")
                .map(Report.Entry::value)
                .filter(value -> HONEST.matcher(value).matches())
                .map(value -> List.of(value.split(" ")))
                .orElse(List.of());
    }
}
