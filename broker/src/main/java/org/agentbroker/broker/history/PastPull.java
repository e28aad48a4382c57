package org.agentbroker.broker.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A pull that was begun.
 *
 * @param client by its name
 * @param command of borg's, such as {@code create}
 * @param ending nothing while it runs, and when it was killed
 * @param running its process is there and has not said how it ended
 */
public record PastPull(String client, String command, Instant begun, Optional<Ending> ending, boolean running) {
    /** The command that makes backups. */
    public static final String BACKUP = "create";

    /** A restore drill, which is written down when it has ended. */
    public static final String DRILL = "verify";

    /**
     * Its end.
     *
     * @param took by a clock that nobody sets
     */
    public record Ending(Instant time, Duration took, Result result) {}

    /** Neither ended nor running: it was killed, or the machine lost its power. */
    public boolean isKilled() {
        return ending.isEmpty() && !running;
    }

    public boolean isBackup() {
        return command.equals(BACKUP);
    }

    /** A backup that was done, with warnings or without. */
    public boolean isGood() {
        return isBackup() && ending.filter(end -> end.result().isGood()).isPresent();
    }

    /** {@code running}, {@code killed}, or the word of its result. */
    public String word() {
        return ending.map(end -> end.result().word()).orElse(running ? "running" : "killed");
    }
}
