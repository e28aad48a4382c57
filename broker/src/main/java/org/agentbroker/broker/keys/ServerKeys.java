package org.agentbroker.broker.keys;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.agentbroker.broker.account.Account;
import org.jspecify.annotations.Nullable;

/** The files of authorized keys that this process changes, one object for each. Safe for use by several threads. */
public final class ServerKeys implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path locks;
    private final InstantSource clock;
    private final Map<Path, AuthorizedKeys> files = new ConcurrentHashMap<>();

    private ServerKeys(Path locks, InstantSource clock) {
        this.locks = locks;
        this.clock = clock;
    }

    /** @param locks a directory of broker's own, for locks that other processes see */
    public static ServerKeys with(Path locks, InstantSource clock) {
        return new ServerKeys(locks, clock);
    }

    /** @param file null for the usual one */
    public AuthorizedKeys of(Account account, @Nullable Path file) {
        Path place = file == null
                ? AuthorizedKeys.usualFile(account)
                : file.toAbsolutePath().normalize();
        return files.computeIfAbsent(place, path -> AuthorizedKeys.of(account, path, locks, PATIENCE, clock));
    }

    public InstantSource clock() {
        return clock;
    }

    @Override
    public void close() {
        files.values().forEach(AuthorizedKeys::close);
    }
}
