package org.agentbroker.broker.keys;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.account.Account;
import org.jspecify.annotations.Nullable;

/**
 * An account's authorized_keys, into which broker puts a line for each pull, and takes it out again. Other lines, owner,
 * group and mode stay as they are; readers see the file before or after a change, never between. May be used by several
 * threads, and by several processes at a time if they have the same directory for locks; in one process there is one of
 * these for a file, since locks are the process's.
 */
public final class AuthorizedKeys implements AutoCloseable {
    // far longer than a change takes
    private static final Duration STAGED_FOR = Duration.ofMinutes(1);
    private static final String FILE = "file";
    private static final String DIRECTORY = "directory";

    private final Account account;
    private final Path file;
    private final Path lock;
    private final Duration patience;
    private final InstantSource clock;
    private final Runnable beforeSwap;
    private final ReentrantLock ours = new ReentrantLock(true);
    private @Nullable ExpiryTime expiryTime; // guarded by the lock, as the next are
    private final OldFiles old = new OldFiles();

    AuthorizedKeys(
            Account account, Path file, Path locks, Duration patience, InstantSource clock, Runnable beforeSwap) {
        this.account = account;
        this.file = file;
        this.lock = locks.resolve("authorized_keys-" + digest(file) + ".lock");
        this.patience = patience;
        this.clock = clock;
        this.beforeSwap = beforeSwap;
    }

    /**
     * Touches nothing yet.
     *
     * @param file as sshd's {@code AuthorizedKeysFile} names it for this account; see {@link #usualFile}
     * @param locks a directory of broker's own
     * @param patience how long to wait for others that change the file as well
     */
    public static AuthorizedKeys of(Account account, Path file, Path locks, Duration patience, InstantSource clock) {
        return new AuthorizedKeys(account, file.toAbsolutePath().normalize(), locks, patience, clock, () -> {});
    }

    /** Where sshd looks when nobody has told it otherwise. */
    public static Path usualFile(Account account) {
        return account.home().resolve(".ssh").resolve("authorized_keys");
    }

    /** For messages. */
    public Path file() {
        return file;
    }

    Instant now() {
        return clock.instant();
    }

    /** How this machine's sshd reads moments. */
    ExpiryTime expiryTime() throws InterruptedException {
        ours.lockInterruptibly();
        try {
            if (expiryTime == null) {
                expiryTime = SshdVersion.expiryTime(SshdVersion.ofThisMachine(), ZoneId.systemDefault());
            }
            return expiryTime;
        } finally {
            ours.unlock();
        }
    }

    /**
     * Lets a key in; lines of this client that are still there are of pulls that are over, and go.
     *
     * @throws UnusableInput when the file is not one that should be changed, or cannot be
     */
    void add(KeyLine line, String client) throws UnusableInput, InterruptedException {
        KeyLines lines = new KeyLines(clock.instant(), ZoneId.systemDefault());
        change(content -> lines.with(line, client, content), lines, true);
    }

    /** Locks the key out again. Does nothing when the line is not there. */
    void remove(KeyLine line) throws UnusableInput, InterruptedException {
        KeyLines lines = new KeyLines(clock.instant(), ZoneId.systemDefault());
        change(content -> lines.without(line, content), lines, false);
    }

    /**
     * Lets a key in for good.
     *
     * @throws UnusableInput when the file is not one that should be changed, or cannot be
     */
    public StandingLine.Installed install(StandingLine line) throws UnusableInput, InterruptedException {
        StandingLine.Edit edit = line.new Edit();
        change(edit::add, new KeyLines(clock.instant(), ZoneId.systemDefault()), true);
        return edit.result();
    }

    /** Takes away what {@link #install} has put there, and the file when broker made it and nothing is left; whether it was there. */
    public boolean withdraw(StandingLine line) throws UnusableInput, InterruptedException {
        StandingLine.Edit edit = line.new Edit();
        change(edit::remove, new KeyLines(clock.instant(), ZoneId.systemDefault()), false);
        return edit.result() == StandingLine.Installed.REPLACED;
    }

    private void change(UnaryOperator<byte[]> edit, KeyLines lines, boolean make)
            throws UnusableInput, InterruptedException {
        if (!ours.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new UnusableInput(
                    file + " is being changed by other pulls for " + patience.toSeconds() + " s", "start it again");
        }
        try (EditLock held = EditLock.open(lock, file, patience)) {
            changeLocked(held, edit, lines, make);
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException("while changing " + file);
        } catch (IOException e) {
            throw new UnusableInput(file + " cannot be changed: " + reason(e), "ls -la " + file.getParent());
        } finally {
            ours.unlock();
        }
    }

    private void changeLocked(EditLock held, UnaryOperator<byte[]> edit, KeyLines lines, boolean make)
            throws IOException, UnusableInput {
        Owners owners = Owners.of(account);
        Path parent = parent();
        Set<String> made = new TreeSet<>(held.made());
        try (HeldDirectory directory = directory(parent, owners, make, held, made)) {
            if (directory == null) {
                return;
            }
            Path name = Path.of(file.getFileName().toString());
            if (make && directory.look(name) == null) {
                made.add(FILE);
                held.made(made); // first: whoever kills us here leaves nothing behind for good
            }
            directory.sweep(StagedFile.nameStart(name), clock.instant().minus(STAGED_FOR));
            KeysFile keys = new KeysFile(directory, name, owners, old, beforeSwap);
            byte[] content = keys.change(edit, made.contains(FILE));
            if (content == null) {
                return;
            }
            if (lines.hasOthers(content)) {
                held.made(Set.of()); // somebody else's by now
            } else if (content.length == 0) {
                if (made.contains(DIRECTORY)) {
                    HeldDirectory.removeEmpty(parent, owners);
                }
                held.made(Set.of());
            }
        }
    }

    private @Nullable HeldDirectory directory(Path parent, Owners owners, boolean make, EditLock held, Set<String> made)
            throws IOException, UnusableInput {
        HeldDirectory there = HeldDirectory.open(parent, owners);
        if (there != null || !make) {
            return there;
        }
        made.add(DIRECTORY);
        held.made(made);
        return HeldDirectory.make(parent, owners);
    }

    private Path parent() throws UnusableInput {
        Path parent = file.getParent();
        if (parent == null) {
            throw new UnusableInput(file + " is not a file", "name the account's authorized_keys");
        }
        return parent;
    }

    /** Looks a last time whether somebody has written into the file that was replaced, for which it waits a moment. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted(); // every file operation would fail
        ours.lock();
        try {
            if (old.isLateInTheEnd()) {
                change(content -> content, new KeyLines(clock.instant(), ZoneId.systemDefault()), false);
            }
        } catch (IOException | UnusableInput | InterruptedException e) {
            // the file is as broker left it; what is missing was written after that
        } finally {
            old.close();
            ours.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    // two accounts may have files of the same name
    private static String digest(Path file) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(file.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return e.getClass() == IOException.class && message != null
                ? message
                : e.getClass().getSimpleName() + ": " + message;
    }
}
