package org.agentbroker.broker.history;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.history.PastPull.Ending;
import org.agentbroker.broker.lock.Line;
import org.agentbroker.broker.lock.OwnDirectory;

/**
 * The pulls of each client, for at most 400 days and 1000 pulls, and the last good backup however old it is: a file
 * {@code history/CLIENT.jsonl} in the state directory. A pull is written down when it begins and when it ends, so one
 * that was killed can be told from one that runs.
 *
 * <p>Safe for use by several threads, and several processes.
 */
public final class History {
    private static final String HINT =
            "the pull goes on, but broker status will not know of it; make room, or set XDG_STATE_HOME to a directory of your own";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_PULLS = 1000;
    private static final Duration LONGEST = Duration.ofDays(400);
    private static final Duration SLACK = Duration.ofDays(30);
    private static final int USUALLY_ENOUGH = 32 << 10;

    // fcntl(2): the lock is the process's, and any close of its file gives it back; so one at a time here as well
    private static final Object ONE_AT_A_TIME = new Object();

    private final Path directory;
    private final InstantSource clock;
    private final int most;

    private History(Path directory, InstantSource clock, int most) {
        this.directory = directory;
        this.clock = clock;
        this.most = most;
    }

    /** @param state its directory {@code history} is made by the first pull */
    public static History in(Path state, InstantSource clock) {
        return in(state, clock, MOST_PULLS);
    }

    static History in(Path state, InstantSource clock, int most) {
        return new History(state.resolve("history"), clock, most);
    }

    /** Where the files are; need not exist. */
    public Path directory() {
        return directory;
    }

    /**
     * A pull begins. Nothing is written yet: {@link BegunPull#record} does that.
     *
     * @param client by its name
     * @param command of borg's, such as {@code create}
     */
    public BegunPull begin(String client, String command) {
        return new BegunPull(this, client, command, clock.instant());
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * A restore drill has ended.
     *
     * @param result with the word for what was found
     */
    public void verified(String client, Instant begun, Duration took, Result result) throws UnusableInput {
        Ending ending = new Ending(clock.instant(), took, result);
        PastPull past = new PastPull(client, PastPull.DRILL, begun, Optional.of(ending), false);
        append(client, Lines.verified(past, ending), true);
    }

    /** The pulls and drills of a client, the newest first. */
    public List<PastPull> of(String client) throws UnusableInput {
        try {
            return Lines.pulls(file(client).lines());
        } catch (IOException e) {
            throw unreadable(client, e);
        }
    }

    /** The newest backups of a client. Usually reads the end of its file only. */
    public Latest latest(String client) throws UnusableInput {
        try {
            HistoryFile file = file(client);
            Latest latest = Latest.of(Lines.pulls(file.last(USUALLY_ENOUGH)));
            boolean enough = latest.good().isPresent() || file.size() <= USUALLY_ENOUGH;
            Latest all = enough ? latest : Latest.of(Lines.pulls(file.lines()));
            boolean whole = !enough || all.drill().isPresent() || file.size() <= USUALLY_ENOUGH;
            return whole ? all : all.with(Lines.pulls(file.starting(Lines.VERIFIED_MARK)));
        } catch (IOException e) {
            throw unreadable(client, e);
        }
    }

    void append(String client, Line line, boolean mayShorten) throws UnusableInput {
        boolean interrupted = Thread.interrupted(); // that would close the files under us
        try {
            synchronized (ONE_AT_A_TIME) {
                Path own = OwnDirectory.open(directory, HINT);
                WriteLock lock = WriteLock.take(own.resolve("lock"), PATIENCE);
                try {
                    HistoryFile file = new HistoryFile(own.resolve(FileName.of(client)));
                    file.append(line);
                    if (mayShorten) {
                        shorten(file);
                    }
                } finally {
                    lock.close();
                }
            }
        } catch (IOException e) {
            throw new UnusableInput(
                    "the history of " + client + " cannot be written to " + directory + ": " + OwnDirectory.reason(e),
                    HINT);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Not at every pull: when a quarter more than what is kept has come together, or some of it is a month too old. */
    private void shorten(HistoryFile file) throws IOException {
        if (file.size() <= USUALLY_ENOUGH) {
            return;
        }
        List<String> texts = file.texts();
        Instant since = clock.instant().minus(LONGEST);
        boolean tooMany = texts.size() > most * 5L / 2;
        boolean tooOld = texts.stream()
                .skip(2) // the last good one may stay for ever
                .findFirst()
                .flatMap(Line::read)
                .filter(line -> line.time().isBefore(since.minus(SLACK)))
                .isPresent();
        if (tooMany || tooOld) {
            file.replace(all -> Lines.kept(all, most, since));
        }
    }

    private HistoryFile file(String client) {
        return new HistoryFile(directory.resolve(FileName.of(client)));
    }

    private UnusableInput unreadable(String client, IOException e) {
        Path file = file(client).path();
        return new UnusableInput(
                "the history of " + client + " cannot be read: " + file + ": " + OwnDirectory.reason(e),
                "ls -l " + file);
    }
}
