package org.agentbroker.it.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A borg on the client that waits to be let go before it does anything: until then all of a pull is open, and the client
 * has not logged in.
 */
public final class HeldBorg implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern PORT = Pattern.compile("-o Port=([0-9]+) ");

    private final Path program;
    private final Path arrived;
    private final Path go;

    public HeldBorg(Lab lab) {
        program = ClientFile.script(lab, "borg", """
                #!/bin/sh
                d=${0%/*}
                printf '%s\\n' "$BORG_RSH" >"$d/new" && mv "$d/new" "$d/arrived"
                while [ ! -e "$d/go" ]; do sleep 0.1; done
                exec borg "$@"
                """);
        arrived = program.resolveSibling("arrived");
        go = program.resolveSibling("go");
    }

    public ConfigText in(ConfigText config) {
        return config.client("borg", program.toString());
    }

    public boolean hasArrived() {
        return Files.exists(arrived);
    }

    /** Returns when it has been started. */
    public void awaitArrival(Running broker) {
        Await.until("borg starts", LIMIT, () -> hasArrived() || !broker.isAlive(), broker::stderr);
        if (!hasArrived()) {
            throw new AssertionError(broker.stderr());
        }
    }

    /** Where it will find the server, as {@code BORG_RSH} says; anybody on the client can see that it listens. */
    public int port() {
        Matcher matcher = PORT.matcher(Lab.read(arrived));
        if (!matcher.find()) {
            throw new AssertionError(Lab.read(arrived));
        }
        return Integer.parseInt(matcher.group(1));
    }

    public void letGo() {
        try {
            Files.createFile(go);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Command.of("rm", "-rf", program.getParent().toString()).run().expectSuccess();
    }
}
