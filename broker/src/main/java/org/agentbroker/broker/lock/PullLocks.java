package org.agentbroker.broker.lock;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.outcome.Cause;
import org.jspecify.annotations.Nullable;

/**
 * The locks of pulls: one of the client, which is not waited for, and one of the repository, which is. They are those of
 * the operating system, so the end of a process frees them, and hold among the processes that use the same directory.
 *
 * <p>Safe for use by several threads.
 */
public final class PullLocks {
    private static final Duration POLL = Duration.ofMillis(250);

    private final Path directory;
    private final InstantSource clock;

    private PullLocks(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** @param state its directory {@code locks} is made by the first pull */
    public static PullLocks in(Path state, InstantSource clock) {
        return new PullLocks(state.resolve("locks"), clock);
    }

    /** Where the locks are; it is there while any is held. */
    public Path directory() {
        return directory;
    }

    /**
     * Takes the client's lock, then the repository's.
     *
     * @param note hears whom it waits for
     * @throws NotTaken with {@link Cause#NOT_NOW} and who holds it, {@link Cause#DEADLINE}, or {@link Cause#UNUSABLE} for
     *     a directory that cannot be used; nothing is held then
     */
    public Held take(Claim claim, Consumer<String> note) throws NotTaken, InterruptedException {
        Holder who = Holder.here(claim.name(), clock.instant(), claim.command());
        try {
            LockDirectory files = LockDirectory.open(directory);
            LockFile client = client(files.file("client", claim.client()), who);
            try {
                return new Held(client, repository(files.file("repository", claim.repository()), who, claim, note));
            } catch (NotTaken | UnusableInput | InterruptedException | RuntimeException | Error e) {
                client.close();
                throw e;
            }
        } catch (UnusableInput e) {
            throw new NotTaken(Cause.UNUSABLE, e.what(), e.hint());
        }
    }

    /**
     * Takes the repository's lock alone, for work at the server that the client has no part in.
     *
     * @param note hears whom it waits for
     * @throws NotTaken as {@link #take}
     */
    public Held takeRepository(Claim claim, Consumer<String> note) throws NotTaken, InterruptedException {
        Holder who = Holder.here(claim.name(), clock.instant(), claim.command());
        try {
            LockDirectory files = LockDirectory.open(directory);
            return new Held(null, repository(files.file("repository", claim.repository()), who, claim, note));
        } catch (UnusableInput e) {
            throw new NotTaken(Cause.UNUSABLE, e.what(), e.hint());
        }
    }

    private static LockFile client(Path file, Holder who) throws NotTaken, UnusableInput, InterruptedException {
        try {
            return LockFile.take(file, who);
        } catch (Taken e) {
            String named = e.holder()
                    .filter(holder -> !holder.client().equals(who.client()))
                    .map(holder -> ", that of " + holder.client())
                    .orElse("");
            String hint = e.holder()
                    .map(holder -> "wait until its " + holder.command() + " has ended"
                            + (holder.isHere() ? "" : ", or end it: kill " + holder.process()))
                    .orElse("wait until it has ended");
            throw new NotTaken(
                    Cause.NOT_NOW,
                    "another pull of " + who.client() + " is under way" + named + ": " + e.getMessage(),
                    hint);
        }
    }

    private static LockFile repository(Path file, Holder who, Claim claim, Consumer<String> note)
            throws NotTaken, UnusableInput, InterruptedException {
        try {
            return LockFile.take(file, who);
        } catch (Taken e) {
            note.accept("waiting for the repository: held by " + holder(e));
        }
        try {
            return Failsafe.with(untilFree(claim)).get(() -> LockFile.take(file, who));
        } catch (FailsafeException e) {
            if (e.getCause() instanceof Taken taken) {
                throw tooLong(claim, taken);
            }
            if (e.getCause() instanceof UnusableInput unusable) {
                throw unusable;
            }
            if (e.getCause() instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw e;
        }
    }

    private static RetryPolicy<LockFile> untilFree(Claim claim) {
        Duration limit = shorter(claim.lockWait(), claim.deadline());
        return RetryPolicy.<LockFile>builder()
                .handle(Taken.class)
                .withDelay(shorter(POLL, limit.dividedBy(2).plusMillis(1)))
                .withMaxDuration(limit.plusMillis(3)) // has to be longer than the delay
                .withMaxAttempts(-1)
                .build();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static NotTaken tooLong(Claim claim, Taken taken) {
        if (claim.deadline().compareTo(claim.lockWait()) < 0) {
            return new NotTaken(
                    Cause.DEADLINE,
                    "the pull of " + claim.name() + " took longer than "
                            + claim.deadline().toSeconds() + " s, waiting for its repository: held by "
                            + holder(taken),
                    "raise its deadline, or start it at another time");
        }
        return new NotTaken(
                Cause.NOT_NOW,
                "the repository of " + claim.name() + " was not free within "
                        + claim.lockWait().toSeconds() + " s: held by " + holder(taken),
                "wait for the other pull, or raise lock-wait");
    }

    private static String holder(Taken taken) {
        return taken.holder()
                .map(holder -> "the pull of " + holder.client() + ", " + holder)
                .orElse("another process");
    }

    /** Both locks, or that of the repository alone. */
    public static final class Held implements AutoCloseable {
        private final @Nullable LockFile client;
        private final LockFile repository;

        private Held(@Nullable LockFile client, LockFile repository) {
            this.client = client;
            this.repository = repository;
        }

        /** Gives both back. May be called again. */
        @Override
        public void close() {
            repository.close();
            if (client != null) {
                client.close();
            }
        }
    }
}
