package org.agentbroker.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.cli.config.PurposeWords;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an agent on a socket is for, when no client of the config says so. */
final class PurposeOptions {
    static final String HEADING = "%nFor an agent that signs one purpose and nothing else:%n";

    @Option(names = "--key", paramLabel = "FILE", description = "Its one key; a certificate beside it is used.")
    @Nullable
    String key;

    @Option(
            names = "--key-passphrase-from",
            paramLabel = "SOURCE",
            description =
                    "Of an encrypted key: file:PATH, credential:NAME, env:NAME, command:CMD ARG, or prompt (default: asked"
                            + " at the terminal).")
    @Nullable
    String keyPassphraseFrom;

    @Option(names = "--to", paramLabel = "USER@HOST", description = "The login that is signed.")
    @Nullable
    String to;

    @Option(
            names = "--pin",
            paramLabel = "KEY",
            description = "HOST's host key: a .pub file or its line; may be repeated.")
    List<String> pins = new ArrayList<>();

    @Option(
            names = "--hop",
            paramLabel = "KEY",
            description = "Host key of the machine that the agent is forwarded to; may be repeated.")
    List<String> hops = new ArrayList<>();

    @Option(names = "--signatures", paramLabel = "N", description = "How many logins (default: 1).")
    @Nullable
    String signatures;

    @Option(
            names = "--lifetime",
            paramLabel = "SECONDS",
            description = "How long it answers, in seconds, or such as 5m (default: 2m).")
    @Nullable
    String lifetime;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            completionCandidates = Completions.Levels.class,
            description = "What a login must prove: hostbound, bound or unbound (default: hostbound).")
    @Nullable
    String level;

    PurposeWords words() {
        return new PurposeWords(key, keyPassphraseFrom, to, pins, hops, signatures, lifetime, level);
    }

    /** The first option that was given; with none of them the agent is a general one. */
    @Nullable
    String given() {
        return Stream.of(
                        key == null ? "" : "--key",
                        keyPassphraseFrom == null ? "" : "--key-passphrase-from",
                        to == null ? "" : "--to",
                        pins.isEmpty() ? "" : "--pin",
                        hops.isEmpty() ? "" : "--hop",
                        signatures == null ? "" : "--signatures",
                        lifetime == null ? "" : "--lifetime",
                        level == null ? "" : "--level")
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(null);
    }
}
