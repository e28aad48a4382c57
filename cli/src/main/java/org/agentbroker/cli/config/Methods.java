package org.agentbroker.cli.config;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.plan.Method;

/** {@code method}: how a backup is made. */
final class Methods {
    private static final List<String> WORDS = Stream.of(Method.values())
            .map(method -> method.name().toLowerCase(Locale.ROOT))
            .toList();

    private Methods() {}

    static Method of(String text) throws UnusableInput {
        Names.requireOneOf("method", text, WORDS);
        return Method.valueOf(text.toUpperCase(Locale.ROOT));
    }
}
