package org.agentbroker.broker.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.agent.key.UnusableInput;

/**
 * The one command that a client's login at the server may run.
 *
 * @param user whose account it is
 * @param borg the program
 * @param repository absolute, or starting with {@code ~/}
 * @param appendOnly what was saved cannot be removed by it
 */
public record Serve(String user, String borg, String repository, boolean appendOnly) {

    /** @throws UnusableInput when the repository is in the home of another account, which broker cannot name */
    public static Serve of(Pull pull) throws UnusableInput {
        boolean ours = pull.way().serves() || !(pull.key() instanceof ClientKey.KeyFile);
        String repository = pull.repository();
        if (ours && repository.startsWith("~") && !repository.startsWith("~/")) {
            throw inOtherHome(repository, pull.server().user());
        }
        return new Serve(
                pull.server().user(),
                pull.server().local().borg(),
                repository.startsWith("/") ? repository : inHome(repository),
                pull.appendOnly());
    }

    static String inHome(String repository) {
        return repository.startsWith("~") ? repository : "~/" + repository;
    }

    /** @param home of the account: no shell replaces the {@code ~} */
    public List<String> words(Path home) {
        List<String> words = new ArrayList<>(List.of(borg, "serve"));
        if (appendOnly) {
            words.add("--append-only");
        }
        words.add("--restrict-to-repository");
        words.add(inHome(home));
        return words;
    }

    private String inHome(Path home) {
        return repository.startsWith("~/") ? home + repository.substring(1) : repository;
    }

    /**
     * Where the repository is.
     *
     * @throws UnusableInput when that is in the home of another account
     */
    public Path path(Path home) throws UnusableInput {
        String path = inHome(home);
        if (path.startsWith("~")) {
            throw inOtherHome(path, user);
        }
        return Path.of(path);
    }

    private static UnusableInput inOtherHome(String repository, String user) {
        return new UnusableInput(
                "a repository in the home of another user: " + repository,
                "name the whole path, or one of " + user + " such as ~/repo");
    }

    @Override
    public String toString() {
        return String.join(" ", words(Path.of("~")));
    }
}
