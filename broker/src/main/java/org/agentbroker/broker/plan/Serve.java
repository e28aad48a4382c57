package org.agentbroker.broker.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The one command that a client's login at the server may run.
 *
 * @param user whose account it is
 * @param borg the program
 * @param repository absolute, or starting with {@code ~/}
 * @param appendOnly what was saved cannot be removed by it
 */
public record Serve(String user, String borg, String repository, boolean appendOnly) {

    /** @param home of the account: no shell replaces the {@code ~} */
    public List<String> words(Path home) {
        List<String> words = new ArrayList<>(List.of(borg, "serve"));
        if (appendOnly) {
            words.add("--append-only");
        }
        words.add("--restrict-to-repository");
        words.add(repository.startsWith("~/") ? home + repository.substring(1) : repository);
        return words;
    }

    @Override
    public String toString() {
        return String.join(" ", words(Path.of("~")));
    }
}
