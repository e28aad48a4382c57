package org.agentbroker.it.lab;

import java.util.ArrayList;
import java.util.List;

/** {@code integration-tests/lab/lab}. */
final class LabScript {
    private LabScript() {}

    /** What it printed; fails with its message. */
    static String run(String... args) {
        List<String> words = new ArrayList<>(List.of(
                "bash", Repository.root().resolve("integration-tests/lab/lab").toString()));
        words.addAll(List.of(args));
        return Command.of(words).run().expectSuccess().stdoutText().strip();
    }
}
