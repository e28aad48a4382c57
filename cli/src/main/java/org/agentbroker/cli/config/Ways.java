package org.agentbroker.cli.config;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.plan.Return;

/** {@code return}: how the client's borg gets to the repository. */
final class Ways {
    static final String FORM = "embedded, tunnel, direct or socket";
    static final Return USUAL = Return.EMBEDDED;
    private static final List<String> WORDS =
            Stream.of(Return.values()).map(Ways::text).toList();

    private Ways() {}

    static Return of(String text) throws UnusableInput {
        Names.requireOneOf("return", text, WORDS);
        return Return.valueOf(text.toUpperCase(Locale.ROOT));
    }

    static String text(Return way) {
        return way.name().toLowerCase(Locale.ROOT);
    }
}
