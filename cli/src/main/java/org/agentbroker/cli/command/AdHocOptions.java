package org.agentbroker.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agentbroker.cli.config.AdHoc;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The settings of a client that is in no config: {@code broker run user@host --repository …}. */
final class AdHocOptions {
    static final String HEADING = "%nFor user@host[:port], which is in no config:%n";

    @Option(names = "--repository", paramLabel = "PATH", description = "Repository at the server, such as ~/repo.")
    @Nullable
    String repository;

    @Option(names = "--path", paramLabel = "PATH", description = "What to back up on the client; may be repeated.")
    List<String> paths = new ArrayList<>();

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "The client's key for its login at the server: a file, or per-pull (default where no sshd of the"
                            + " server takes part).")
    @Nullable
    String key;

    @Option(
            names = "--identity",
            paramLabel = "FILE",
            description = "Broker's key for its login at the client, or agent for $$SSH_AUTH_SOCK.")
    @Nullable
    String identity;

    @Option(
            names = "--host-key",
            paramLabel = "KEY",
            description = "The client's host key: a .pub file or its line; may be repeated.")
    List<String> hostKeys = new ArrayList<>();

    @Option(names = "--server", paramLabel = "USER@HOST[:PORT]", description = "The server, as the client reaches it.")
    @Nullable
    String server;

    @Option(
            names = "--server-host-key",
            paramLabel = "KEY",
            description = "The server's host key: a .pub file or its line; may be repeated.")
    List<String> serverHostKeys = new ArrayList<>();

    @Option(
            names = "--passphrase-from",
            paramLabel = "SOURCE",
            completionCandidates = Completions.Sources.class,
            description = "file:PATH, credential:NAME, env:NAME, command:CMD ARG, prompt, or none.")
    @Nullable
    String passphraseFrom;

    @Option(
            names = "--return",
            paramLabel = "WAY",
            completionCandidates = Completions.Ways.class,
            description = "The way back to the server: embedded (default), tunnel, direct or socket.")
    @Nullable
    String returnPath;

    AdHoc of(String target) {
        return new AdHoc(
                target, repository, paths, key, identity, hostKeys, server, serverHostKeys, passphraseFrom, returnPath);
    }

    /** The first that was given of those that say nothing of a machine, only of its backups. */
    @Nullable
    String givenOfBackup() {
        Map<String, Boolean> given = new LinkedHashMap<>();
        given.put("--repository", repository != null);
        given.put("--path", !paths.isEmpty());
        given.put("--key", key != null);
        given.put("--server", server != null);
        given.put("--server-host-key", !serverHostKeys.isEmpty());
        given.put("--passphrase-from", passphraseFrom != null);
        return first(given);
    }

    private static @Nullable String first(Map<String, Boolean> given) {
        return given.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /** The first option that was given; they mean nothing for a client of the config. */
    @Nullable
    String given() {
        Map<String, Boolean> given = new LinkedHashMap<>();
        given.put("--repository", repository != null);
        given.put("--path", !paths.isEmpty());
        given.put("--key", key != null);
        given.put("--identity", identity != null);
        given.put("--host-key", !hostKeys.isEmpty());
        given.put("--server", server != null);
        given.put("--server-host-key", !serverHostKeys.isEmpty());
        given.put("--passphrase-from", passphraseFrom != null);
        given.put("--return", returnPath != null);
        return first(given);
    }
}
