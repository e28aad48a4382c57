package org.agentbroker.it.lab;

import java.util.ArrayList;
import java.util.List;

/** Borg at the server itself, as its account, to look into repositories behind broker's back. */
public record ServersBorg(Lab lab, String repository) {

    public Result run(String... arguments) {
        return command(arguments).run();
    }

    public Command command(String... arguments) {
        List<String> words = new ArrayList<>();
        if (lab.hasSeparateAccounts()) {
            words.addAll(
                    List.of("setpriv", "--reuid=" + lab.serverUser(), "--regid=" + lab.serverUser(), "--init-groups"));
        }
        words.add("borg");
        words.addAll(List.of(arguments));
        return Command.of(words)
                .env("HOME", lab.serverHome())
                .env("BORG_REPO", lab.repositoryPath(repository))
                .env("BORG_PASSPHRASE", lab.passphrase())
                .env("BORG_RELOCATED_REPO_ACCESS_IS_OK", "yes");
    }

    /** The names of all archives, checkpoints too. */
    public List<String> archives() {
        return run("list", "--short", "--consider-checkpoints")
                .expectSuccess()
                .stdoutText()
                .lines()
                .toList();
    }
}
